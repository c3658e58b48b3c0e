package dev.serai.flags;

import dev.serai.database.Changes;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which flags are on, in memory. Any thread, no I/O. */
@Component
public final class Flags {
  /** Environment variable: names of flags that are on for everybody, with commas between them. */
  static final String FORCE = "FEATURE_FLAG_FORCE_ENABLE";

  private static final Logger log = LoggerFactory.getLogger(Flags.class);

  private final JdbcClient jdbc;
  private final Set<Flag> forced;
  private volatile Map<String, Map<Flag, Boolean>> set = Map.of();

  Flags(JdbcClient jdbc, Changes changes, @Value("${" + FORCE + ":}") String force) {
    this.jdbc = jdbc;
    this.forced = forced(force);
    changes.onChange(this::refresh);
  }

  /**
   * @param organization id
   */
  public boolean enabled(String organization, Flag flag) {
    if (forced.contains(flag)) return true;
    Map<Flag, Boolean> own = set.get(organization);
    Boolean said = own == null ? null : own.get(flag);
    return said == null ? flag.byDefault() : said;
  }

  /** Whether the environment turns it on, whatever anybody says. */
  boolean forced(Flag flag) {
    return forced.contains(flag);
  }

  private static Set<Flag> forced(String names) {
    Set<Flag> forced = EnumSet.noneOf(Flag.class);
    for (String name : names.split(",")) {
      if (name.isBlank()) continue;
      Flag.of(name.strip())
          .ifPresentOrElse(
              forced::add,
              () ->
                  log.atWarn()
                      .addKeyValue("name", name.strip())
                      .addKeyValue("known", known())
                      .log("{} names a feature flag that there is not", FORCE));
    }
    return forced;
  }

  static String known() {
    return Arrays.stream(Flag.values()).map(Flag::text).collect(Collectors.joining(", "));
  }

  private void refresh() {
    Map<String, Map<Flag, Boolean>> read = new HashMap<>();
    jdbc.sql("select organization_id, name, enabled from feature_flags")
        .query(
            row -> {
              Flag flag = Flag.of(row.getString(2)).orElse(null);
              if (flag == null) return; // of a newer version
              read.computeIfAbsent(row.getString(1), _ -> new EnumMap<>(Flag.class))
                  .put(flag, row.getBoolean(3));
            });
    set = Map.copyOf(read);
  }
}
