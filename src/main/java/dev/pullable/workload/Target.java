package dev.pullable.workload;

/// The object that has to be changed for other images to be pulled: the workload itself, or what
/// its Pods are made from.
///
/// @param kind such as `Deployment`
/// @param name empty where it gets one only when it is made
/// @param exists whether the cluster has it already, so that it can be changed there
public record Target(String kind, String name, boolean exists) {}
