package dev.pullable.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.admission.ReviewEvents;
import dev.pullable.review.Review;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionRequest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/// What the warm-up runs through, and what may go wrong with it.
@ExtendWith(OutputCaptureExtension.class)
class WarmUpTest {
  private final List<String> counted = new ArrayList<>();
  private final UncountedReviews reviews =
      new UncountedReviews(
          new ReviewEvents() {
            @Override
            public void answered(
                AdmissionRequest request, Answer answer, Optional<Review> review, Duration took) {
              counted.add(request.getUid());
            }
          });

  @Test
  void itAdmitsWarnsAndDenies() throws Exception {
    List<String> answers = new ArrayList<>();
    try (LoopbackRegistry registry = new LoopbackRegistry();
        WarmUpEngine engine = new WarmUpEngine(registry.authority())) {
      SampleReviews.pulling(registry.authority())
          .forEach(review -> answers.add(engine.review(review)));
    }

    assertThat(answers).hasSize(10);
    assertThat(answers.get(0)).contains("\"allowed\":true").doesNotContain("warnings\":[\"");
    assertThat(answers.get(1)).contains("\"allowed\":true", "[WrongPlatform]");
    assertThat(answers.get(2)).contains("\"allowed\":false", "[TagNotFound]");
    assertThat(answers.subList(3, 10))
        .allSatisfy(
            it -> assertThat(it).contains("\"allowed\":true").doesNotContain("warnings\":[\""));
  }

  @Test
  void whatIsPostedToTheOwnPortNeedsNobody() throws Exception {
    // Nothing listens there.
    try (WarmUpEngine engine = new WarmUpEngine("127.0.0.1:1")) {
      assertThat(engine.review(SampleReviews.asking("u-7")))
          .contains("\"uid\":\"u-7\"", "[InvalidReference]")
          .doesNotContain("ConnectionRefused");
    }
  }

  @Test
  void itsRegistryIsGoneAfterwards() throws Exception {
    LoopbackRegistry registry = new LoopbackRegistry();
    int port = Integer.parseInt(registry.authority().split(":")[1]);
    registry.close();

    Assertions.assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void aPortThatDoesNotAnswerIsNoFailure(CapturedOutput output) throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }

    new WarmUp(port(free), reviews).run(Duration.ofMinutes(1));

    assertThat(output).contains("without the webhook's own port: ConnectException", "Warmed up in");
  }

  @Test
  void itIsGivenUpWhenItsTimeIsOver(CapturedOutput output) throws IOException {
    // Takes connections and says nothing.
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      new WarmUp(port(silent.getLocalPort()), reviews).run(Duration.ofMillis(1));
    }

    assertThat(output).contains("Ready without having warmed up to the end");
  }

  @Test
  void aFaultIsNoFailure(CapturedOutput output) {
    OwnPort faulty =
        new OwnPort(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
            () -> {
              throw new IllegalStateException("no bundle");
            });

    new WarmUp(faulty, reviews).run(Duration.ofMinutes(1));

    assertThat(output).contains("Not warmed up").contains("no bundle");
  }

  @Test
  void itsReviewsAreNotCountedAndThoseOfOthersAre() {
    answered(reviews.uid());
    answered("u-1");
    assertThat(counted).containsExactly("u-1");
  }

  private void answered(String uid) {
    AdmissionRequest request = new AdmissionRequest();
    request.setUid(uid);
    reviews.answered(request, ReviewEvents.Answer.DENIED, Optional.empty(), Duration.ZERO);
  }

  private static OwnPort port(int port) {
    return new OwnPort(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        () -> {
          try (LoopbackRegistry _ = new LoopbackRegistry()) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
