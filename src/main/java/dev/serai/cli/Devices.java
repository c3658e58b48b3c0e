package dev.serai.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Another user's devices, put together from what admins see: sessions and personal keys. */
final class Devices {
  private Devices() {}

  /** In the form of {@code /api/me/devices}, the one used last first. */
  static List<JsonObject> of(AdminApi api, String user) {
    String id = Kind.USER.id(api, user);
    Instant now = Instant.now();
    Map<String, JsonObject> devices = new LinkedHashMap<>();
    for (JsonObject session : Pages.all(api, "/api/sessions", Map.of("principal", id))) {
      JsonObject device = named(devices, Keys.text(session, "device"));
      if (!device.has("lastTool")) { // sessions come newest first
        device.put("lastTool", Keys.text(session, "tool"));
        device.put("lastSessionAt", Keys.text(session, "startedAt"));
      }
      if (Sessions.state(session, now).equals("open"))
        device.put("openSessions", device.getInt("openSessions", 0) + 1);
    }
    Map<String, String> personal = Map.of("principal", id, "personal", "true", "status", "active");
    for (JsonObject key : Pages.all(api, "/api/keys", personal))
      named(devices, Keys.text(key, "device"))
          .getArray("keys", new JsonArray())
          .add(Keys.text(key, "id"));
    return List.copyOf(devices.values());
  }

  private static JsonObject named(Map<String, JsonObject> devices, String name) {
    return devices.computeIfAbsent(
        name,
        _ -> {
          JsonObject device = new JsonObject();
          device.put("device", name);
          device.put("keys", new JsonArray());
          device.put("openSessions", 0);
          return device;
        });
  }
}
