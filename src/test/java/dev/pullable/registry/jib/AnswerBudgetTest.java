package dev.pullable.registry.jib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pullable.registry.Endpoint;
import dev.pullable.registry.Endpoint.Transport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerBudgetTest {
  private static final int MIB = 1 << 20;

  private final AnswerBudget budget = new AnswerBudget(4 * MIB);

  private AnswerBudget.Room room(String host) {
    return budget.room(new Endpoint(host, Transport.TLS));
  }

  @Test
  void aHostHasHalfHoweverItIsSpeltAndAllTogetherHaveNoMore() {
    try (AnswerBudget.Room a = room("a.example");
        AnswerBudget.Room again = room("A.Example:443");
        AnswerBudget.Room b = room("b.example");
        AnswerBudget.Room c = room("c.example")) {
      assertThat(a.take(MIB)).isTrue();
      assertThat(again.take(MIB)).isTrue();
      assertThat(a.take(1)).isFalse();
      assertThat(again.take(1)).isFalse();
      assertThat(b.take(2 * MIB)).isTrue();
      assertThat(c.take(1)).isFalse();
      assertThat(budget.hosts()).isEqualTo(2);
    }
    assertThat(budget.taken()).isZero();
    assertThat(budget.hosts()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, AnswerBody.FREE - 1, AnswerBody.FREE, AnswerBody.FREE + 1, 200_000, MIB})
  void aBodyIsReadWholeAndTakesWhatIsMoreThanItsBeginning(int length) throws IOException {
    byte[] body = new byte[length];
    Arrays.fill(body, (byte) 'a');
    if (length > 0) {
      body[length / 2] = 'b';
    }
    try (AnswerBudget.Room room = room("a.example")) {
      assertThat(AnswerBody.read(new ByteArrayInputStream(body), MIB, room)).isEqualTo(body);
      assertThat(budget.taken())
          .isBetween(
              (long) Math.max(0, length - AnswerBody.FREE),
              length < AnswerBody.FREE ? 0L : length + 1L);
    }
    assertThat(budget.taken()).isZero();
  }

  @Test
  void ofABodyPastItsLimitOneByteMoreIsRead() throws IOException {
    byte[] body = new byte[2 * MIB];
    try (AnswerBudget.Room room = room("a.example")) {
      for (int limit : new int[] {0, 10, 64 * 1024, AnswerBody.FREE, MIB}) {
        assertThat(AnswerBody.read(new ByteArrayInputStream(body), limit, room)).hasSize(limit + 1);
      }
    }
  }

  @Test
  void whatFindsNoRoomIsNotReadOnAndSmallBodiesAreReadAllTheSame() throws IOException {
    byte[] large = new byte[MIB];
    byte[] small = new byte[64 * 1024];
    try (AnswerBudget.Room a = room("a.example");
        AnswerBudget.Room b = room("b.example");
        AnswerBudget.Room c = room("c.example")) {
      assertThat(a.take(2 * MIB)).isTrue();
      assertThat(b.take(2 * MIB)).isTrue();
      ByteArrayInputStream in = new ByteArrayInputStream(large);
      assertThatThrownBy(() -> AnswerBody.read(in, 4 * MIB, c)).isInstanceOf(NoRoomException.class);
      assertThat(in.available()).isEqualTo(large.length - AnswerBody.FREE);
      assertThat(AnswerBody.read(new ByteArrayInputStream(small), 4 * MIB, c)).isEqualTo(small);
    }
    assertThat(budget.taken()).isZero();
  }
}
