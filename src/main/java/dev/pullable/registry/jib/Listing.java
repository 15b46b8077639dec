package dev.pullable.registry.jib;

import dev.pullable.registry.NamesAnswer;
import dev.pullable.registry.NamesAnswer.Names;
import dev.pullable.registry.NamesReader;
import dev.pullable.registry.Refusal;
import dev.pullable.registry.Registry.NamesRequest;
import dev.pullable.registry.jib.HttpExchanges.Outcome;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The first names that a registry lists. A repository may have any number of tags.
final class Listing {
  private static final int MOST_PAGES = 2;
  private static final int MOST_NAMES = 1_000;
  private static final int PAGE = MOST_NAMES / MOST_PAGES;
  private static final int BODY_LIMIT = 1 << 20;

  private final Session session;
  private final boolean ofTags;
  private final String path;
  private final String url;
  private final String after;
  private final List<String> names = new ArrayList<>();

  Listing(Session session, NamesRequest request) {
    this.session = session;
    this.ofTags = !request.repository().isEmpty();
    this.path = ofTags ? "/tags/list" : "/_catalog";
    String above = ofTags ? "/" + request.repository() : "";
    this.after = request.after();
    this.url = request.endpoint().baseUrl() + above + path;
  }

  /// Lists them; what goes wrong on a later page leaves those of the pages before.
  NamesAnswer names() {
    Optional<String> query = Optional.of("n=" + PAGE);
    for (int page = 0; page < MOST_PAGES && query.isPresent(); page++) {
      switch (session.call("GET", path + "?" + query.get(), "", BODY_LIMIT)) {
        case Outcome.Unanswered(Refusal why) -> {
          return orWhatThereIs(why);
        }
        case Outcome.Answered(HttpAnswer answer) -> {
          Refusal refusal = read(answer);
          if (refusal != null) {
            return orWhatThereIs(refusal);
          }
          query = names.size() < MOST_NAMES ? next(answer) : Optional.empty();
        }
      }
    }
    return new Names(names);
  }

  /// Lists are sorted, and the names of use may be thousands further on.
  private Optional<String> next(HttpAnswer answer) {
    return NextPage.query(answer, url)
        .map(query -> after.isEmpty() ? query : "n=%d&last=%s".formatted(PAGE, encoded(after)));
  }

  private static String encoded(String word) {
    return URLEncoder.encode(word, StandardCharsets.UTF_8);
  }

  private NamesAnswer orWhatThereIs(Refusal why) {
    return names.isEmpty() ? why : new Names(names);
  }

  private @Nullable Refusal read(HttpAnswer answer) {
    if (!answer.isSuccess()) {
      return session.refusal(answer);
    }
    if (!session.holdParsed(answer)) {
      return new Refusal.Busy();
    }
    int left = MOST_NAMES - names.size();
    return switch (ofTags
        ? NamesReader.tags(answer.body(), left)
        : NamesReader.repositories(answer.body(), left)) {
      case NamesReader.Unreadable(String problem) -> new Refusal.Misbehaved(problem);
      case NamesReader.Read(List<String> some) -> {
        names.addAll(some);
        yield null;
      }
    };
  }
}
