package dev.serai.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * The version of a thing: a digest of what admins see of it. Two that look the same are the same;
 * what changes by itself, such as what is spent, must not be part of it: see {@link Versioned}.
 */
public final class Etags {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .findAndAddModules()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private Etags() {}

  /** As the header has it, with its quotes. */
  public static String of(Object state) {
    Object version = state instanceof Versioned more ? more.version() : state;
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(JSON.writeValueAsString(version).getBytes(StandardCharsets.UTF_8));
      return '"'
          + Base64.getUrlEncoder().withoutPadding().encodeToString(digest).substring(0, 22)
          + '"';
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("no version of a " + state.getClass().getName(), e);
    }
  }

  /** Whether {@code If-None-Match} names the version: weak or not, alone or among others. */
  static boolean names(@Nullable String noneMatch, String version) {
    if (noneMatch == null) return false;
    for (String known : noneMatch.split(",")) {
      String tag = known.strip();
      if (tag.equals("*") || tag.equals(version) || tag.equals("W/" + version)) return true;
    }
    return false;
  }

  /**
   * @param match value of {@code If-Match}: null or {@code *} fit anything
   * @throws Problem 412 when it names another version
   */
  public static void check(@Nullable String match, Object state) {
    if (match == null || match.strip().equals("*")) return;
    String version = of(state);
    for (String wanted : match.split(",")) if (wanted.strip().equals(version)) return;
    throw new Problem(
        HttpStatus.PRECONDITION_FAILED,
        "changed_meanwhile",
        "This was changed since you read it. Read it again, then repeat your change.");
  }
}
