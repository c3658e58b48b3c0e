package dev.serai.offboarding;

import dev.serai.access.AuditTrail;
import dev.serai.access.AuditTrail.Entry;
import dev.serai.identity.SessionEnd;
import dev.serai.identity.SignOuts;
import dev.serai.keys.KeyEnds;
import dev.serai.tenants.Archival;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Ends keys and sessions of a project or service account that is deleted, and writes down which.
 */
@Component
final class Archived implements Archival {
  private final KeyEnds keys;
  private final SignOuts signOuts;
  private final AuditTrail trail;

  Archived(KeyEnds keys, SignOuts signOuts, AuditTrail trail) {
    this.keys = keys;
    this.signOuts = signOuts;
    this.trail = trail;
  }

  @Override
  public List<String> working(Kind kind, String id) {
    List<String> working = new ArrayList<>();
    count(working, keys.working(id), "key");
    if (kind == Kind.PROJECT) count(working, signOuts.openIn(id), "open session");
    return working;
  }

  private static void count(List<String> working, long count, String what) {
    if (count > 0) working.add(count + " " + what + (count == 1 ? "" : "s"));
  }

  @Override
  public void archived(Kind kind, String id, long revision) {
    List<String> sessions =
        kind == Kind.PROJECT
            ? signOuts.ofProject(id, SessionEnd.PROJECT_DELETED, revision)
            : List.of();
    Ended ended = new Ended(keys.inNameOf(id, revision), sessions, List.of());
    if (ended.nothing()) return;
    String action =
        switch (kind) {
          case PROJECT -> "project.revoke";
          case SERVICE_ACCOUNT -> "service-account.revoke";
        };
    trail.append(Entry.of(action, kind.word(), id).change(null, ended.told()));
  }
}
