package dev.pullable.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A request to the API server that comes to an end: the client's own time-out is per attempt, and
/// it makes several.
final class ApiCall {
  private final Duration limit;

  /// Why there is no answer.
  ///
  /// @param code the HTTP status, or 0 if there was none
  /// @param detail status codes only: a message may quote what was sent
  record Failure(int code, String detail) {}

  ApiCall(Duration limit) {
    this.limit = limit;
  }

  <T> T answer(Callable<T> request, Function<Failure, T> failed) {
    FutureTask<T> task = new FutureTask<>(request);
    Thread.ofVirtual().name("api-call").start(task);
    try {
      return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return failed.apply(new Failure(0, "the API server did not answer in time"));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return failed.apply(new Failure(0, "the wait for the API server was interrupted"));
    } catch (ExecutionException e) {
      return failed.apply(failure(e.getCause()));
    } finally {
      task.cancel(true);
    }
  }

  private static Failure failure(@Nullable Throwable cause) {
    if (cause instanceof KubernetesClientException refusal && refusal.getCode() > 0) {
      int code = refusal.getCode();
      return new Failure(
          code,
          code == HttpURLConnection.HTTP_FORBIDDEN
              ? "it is forbidden by the cluster's RBAC"
              : "the API server answered HTTP " + code);
    }
    return new Failure(0, "the API server could not be asked");
  }
}
