package dev.pullable.benchmark;

/// The load runs, one after the other: what the figures of docs/performance.md come from.
final class Load {
  private Load() {}

  public static void main(String[] args) throws Exception {
    HeadLoad.main(args);
    WebhookLoad.main(args);
  }
}
