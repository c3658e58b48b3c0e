package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that makes a personal key: one for each device and tool. */
abstract class PersonalKeyCommand extends Launching {
  @Option(
      names = "--replace",
      description = "End the key that this device has for the tool, and make another")
  boolean replace;

  @Option(
      names = "--expires",
      paramLabel = "{<30d> | <time> | never}",
      description = "Default: " + PersonalKey.USUAL)
  @Nullable String expires;

  /**
   * @return its secret, which nobody is told again
   */
  final String key(Entrance entrance, String tool) {
    Map<String, Object> wanted = PersonalKey.wanted(tool, null, replace, expires);
    JsonObject issued = entrance.api().post("/api/me/keys", wanted, Api.once());
    JsonObject key = issued.getObject("key", new JsonObject());
    terminal()
        .done(
            "created key "
                + Keys.title(key)
                + PersonalKey.ends(expires)
                + " (serai key list --mine)");
    return issued.getString("secret", "");
  }
}
