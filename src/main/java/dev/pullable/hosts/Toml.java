package dev.pullable.hosts;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import com.fasterxml.jackson.dataformat.toml.TomlReadFeature;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.regex.Pattern;

/// TOML 1.0 as a tree.
final class Toml {
  // Without it a date would be a string; go-toml never takes it for one.
  private static final TomlMapper MAPPER =
      TomlMapper.builder().enable(TomlReadFeature.PARSE_JAVA_TIME).build();

  // Jackson takes half a surrogate pair for a character; go-toml refuses it.
  private static final Pattern SURROGATE = Pattern.compile("\\\\(u|U0000)[dD][89a-fA-F]");

  private Toml() {}

  static String decode(byte[] toml) throws MalformedHostsFile {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(toml)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedHostsFile("the file is not UTF-8");
    }
  }

  static JsonNode parse(String toml) throws MalformedHostsFile {
    if (SURROGATE.matcher(toml).find()) {
      throw new MalformedHostsFile("the file has an escape for what is no character");
    }
    try {
      return MAPPER.readTree(toml);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String line = at == null ? "" : ", see line " + at.getLineNr();
      throw new MalformedHostsFile("the file is not TOML" + line);
    } catch (DateTimeException e) {
      throw new MalformedHostsFile("the file has a date or time that there is not");
    }
  }
}
