package dev.pullable.registry.jib;

import com.google.common.primitives.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The reading of an answer's body. Its beginning is free, since almost every body ends within it;
/// what follows is read only where the budget has room for it.
final class AnswerBody {
  /// 64 KiB, and the byte that tells that there are more. How often it is taken at a time, the
  /// connections bound.
  static final int FREE = 64 * 1024 + 1;

  private AnswerBody() {}

  /// As much of the body as there is, but no more than `limit` bytes and one, by which it is known
  /// that there are more.
  ///
  /// @param room null where the limit is within what is free
  static byte[] read(InputStream body, int limit, AnswerBudget.@Nullable Room room)
      throws IOException {
    int free = Math.min(limit + 1, FREE);
    byte[] beginning = body.readNBytes(free);
    if (beginning.length < free || free > limit) {
      return beginning;
    }
    List<byte[]> read = new ArrayList<>(List.of(beginning));
    int size = free;
    boolean ended = false;
    while (!ended && size <= limit) {
      int wanted = Math.min(FREE, limit + 1 - size);
      if (room == null || !room.take(wanted)) {
        throw new NoRoomException();
      }
      byte[] more = body.readNBytes(wanted);
      read.add(more);
      size += more.length;
      ended = more.length < wanted;
    }
    return Bytes.concat(read.toArray(byte[][]::new));
  }
}
