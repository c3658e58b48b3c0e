package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.Map;

/** Changes one thing, unless somebody else changed it in between. */
abstract class UpdateCommand extends OneCommand {
  UpdateCommand(Kind kind) {
    super(kind);
  }

  /**
   * What shall be otherwise, under the API's names.
   *
   * @param now as it is
   */
  abstract Map<String, Object> changes(AdminApi api, JsonObject now);

  @Override
  public Integer call() {
    AdminApi api = api();
    Api.Versioned before = kind.read(api, name);
    Map<String, Object> changes = changes(api, before.body());
    if (changes.isEmpty()) {
      throw Failure.usage(
          "nothing to change",
          "no option says what",
          "try: serai " + kind.noun() + " update --help");
    }
    return done("updated", api.patch(kind.path(before.body()), changes, before.unchanged()), "");
  }
}
