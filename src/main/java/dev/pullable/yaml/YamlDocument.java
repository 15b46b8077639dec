package dev.pullable.yaml;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/// One document of a text.
///
/// @param root its node tree, whose marks say where each node is written; an alias is the node that
///   its anchor names
/// @param value what the tree says
public record YamlDocument(Node root, @Nullable Object value) {}
