package dev.serai.usage;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Records of refused calls, stored as the journal's drain stores them. */
public final class Refused {
  private final List<UsageRecord> records = new ArrayList<>();

  /** Whose key was not known. */
  public Refused stranger(Instant at, String reason) {
    return by(at, "", "", "", reason);
  }

  public Refused by(Instant at, String organization, String principal, String key, String reason) {
    MadeRecord made = MadeRecord.at(at);
    made.organization = organization;
    made.principal = principal;
    made.key = key;
    made.team = made.project = made.model = made.provider = "";
    made.outcome = "refused";
    made.reason = reason;
    records.add(made.record());
    return this;
  }

  public Refused served(Instant at) {
    records.add(MadeRecord.at(at).record());
    return this;
  }

  /** May be repeated, as after a crash. */
  public void store(DataSource database, Storing storing) throws SQLException {
    new UsageTable(database, storing).insert(records);
  }
}
