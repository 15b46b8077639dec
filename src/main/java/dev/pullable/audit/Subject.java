package dev.pullable.audit;

import dev.pullable.workload.Workload;

/// What one owner's Pods have in common that decides their pulls.
///
/// @param pods how many of them there are; none of a CronJob whose next Job is yet to come
record Subject(Owner owner, Workload workload, int pods) {}
