package dev.serai.tenants;

import dev.serai.access.Actor;
import dev.serai.access.AuditTrail;
import dev.serai.access.AuditTrail.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a user what Keycloak says. Inside of a transaction that holds the change counter. */
final class Claims {

  private final UserRows rows;
  private final GroupTeams teams;
  private final TenantRules rules;
  private final AuditTrail trail;

  Claims(UserRows rows, GroupTeams teams, TenantRules rules, AuditTrail trail) {
    this.rows = rows;
    this.teams = teams;
    this.rules = rules;
    this.trail = trail;
  }

  /** What the audit log keeps: no email, for it cannot forget. */
  private record Told(
      String name,
      String status,
      List<String> teams,
      List<String> realmRoles,
      String personalProjectId) {
    static Told of(User user) {
      return new Told(
          user.name(),
          user.status().text(),
          user.teams(),
          user.realmRoles().stream().sorted().toList(),
          user.personalProjectId());
    }
  }

  /** Whether there is nothing to change. */
  boolean saidBy(UserRows.Row row, String organization, SignedUser signed) {
    User user = row.user();
    return user.organizationId().equals(organization)
        && user.status() == User.Status.ACTIVE
        && user.name().equals(signed.username())
        && user.email().equals(signed.email())
        && user.realmRoles().equals(signed.realmRoles())
        && row.groups().equals(Set.copyOf(signed.groups()))
        && !user.personalProjectId().isEmpty();
  }

  /** The first that this organization hears of the subject. */
  User add(String organization, SignedUser signed, long revision) {
    Optional<User> named =
        rows.byName(organization, signed.username())
            .map(UserRows.Row::user)
            .filter(user -> user.subject().isEmpty() && user.status() == User.Status.ACTIVE);
    String name = freed(organization, signed, named.map(User::id).orElse(""), revision);
    String id = named.map(User::id).orElseGet(() -> rows.insert(organization, signed, name));
    User added = write(id, organization, signed, name, revision);
    tell("user.create", named.orElse(null), added);
    return added;
  }

  User update(User user, SignedUser signed, long revision) {
    String name = freed(user.organizationId(), signed, user.id(), revision);
    User updated = write(user.id(), user.organizationId(), signed, name, revision);
    if (!name.equals(user.name())) rules.renamed(Renamed.Kind.PRINCIPAL, user.id(), name, revision);
    tell(user.status() == User.Status.LEFT ? "user.return" : "user.update", user, updated);
    return updated;
  }

  private User write(
      String id, String organization, SignedUser signed, String name, long revision) {
    rows.update(id, signed, name, revision);
    rows.setTeams(id, teams.of(organization, signed.groups(), this::madeTeam));
    // somebody may have had the name before: his project keeps it
    if (!rows.addPersonalProject(organization, id, NameRules.PERSONAL + name))
      rows.addPersonalProject(organization, id, NameRules.PERSONAL + name + "-" + id);
    return rows.byId(id).orElseThrow().user();
  }

  /**
   * The claimed name, taken from whoever else has it: names are unique in Keycloak, so it is known
   * to be somebody else's since. Not from somebody who was heard of later: then the claims are old
   * and a longer name has to do until the next.
   */
  private String freed(String organization, SignedUser signed, String own, long revision) {
    Optional<UserRows.Row> holder =
        rows.byName(organization, signed.username()).filter(row -> !row.user().id().equals(own));
    if (holder.isEmpty()) return signed.username();
    User other = holder.get().user();
    @Nullable Instant heardOf = holder.get().seenAt();
    boolean active = other.status() == User.Status.ACTIVE;
    if (active && heardOf != null && heardOf.isAfter(signed.issuedAt()))
      return signed.username() + " (" + signed.subject() + ")";
    String former = other.name() + " (formerly, " + other.id() + ")";
    rows.rename(other.id(), former, revision);
    rules.renamed(Renamed.Kind.PRINCIPAL, other.id(), former, revision);
    tell("user.update", other, rows.byId(other.id()).orElseThrow().user());
    return signed.username();
  }

  private void madeTeam(String organization, Team team) {
    trail.append(
        Entry.of("team.create", "team", team.id())
            .change(null, team)
            .by(Actor.keycloak(organization)));
  }

  private void tell(String action, @Nullable User before, User after) {
    Told was = before == null ? null : Told.of(before);
    Told is = Told.of(after);
    if (Objects.equals(was, is) && !action.equals("user.create")) return;
    trail.append(
        Entry.of(action, "user", after.id())
            .change(was, is)
            .by(Actor.keycloak(after.organizationId())));
  }
}
