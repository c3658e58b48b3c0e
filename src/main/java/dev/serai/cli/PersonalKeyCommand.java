package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that makes a personal key: one for each device and tool. */
abstract class PersonalKeyCommand extends Launching {
  @Option(
      names = "--replace",
      description = "End the key that this device has for the tool, and make another")
  boolean replace;

  @Option(names = "--expires", paramLabel = "{<30d> | <time>}", description = "Default: 30d")
  @Nullable String expires;

  /**
   * @return its secret, which nobody is told again
   */
  final String key(Entrance entrance, String tool) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("device", Device.name() + "-" + tool);
    body.put("tool", tool);
    body.put("replace", replace);
    String until = expires == null ? "30d" : expires;
    body.put("expiresAt", Expiry.parse(until, java.time.Instant.now()).toString());
    Map<String, String> once = Map.of("idempotency-key", UUID.randomUUID().toString());
    JsonObject issued = entrance.api().post("/api/me/keys", body, once);
    JsonObject key = issued.getObject("key", new JsonObject());
    terminal()
        .done(
            "created key " + Keys.title(key) + ", good for " + until + " (serai key list --mine)");
    return issued.getString("secret", "");
  }
}
