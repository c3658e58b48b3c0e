package dev.serai.tenants;

import static dev.serai.tenants.UsersFixture.START;
import static dev.serai.tenants.UsersFixture.ada;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.access.AuditTrail;
import dev.serai.admin.Problem;
import dev.serai.tenants.Tenants.Principal.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UsersTest {
  private final UsersFixture fixture = new UsersFixture();
  private final Users users = fixture.users;
  private final Tenants tenants = fixture.tenants;

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void theFirstSignInMakesTheUserTheTeamsAndThePersonalProject() {
    User made = fixture.signIn(ada().in("/platform/sre", "/data").roles("serai-admin"));

    assertThat(made.organizationId()).isEqualTo(fixture.home);
    assertThat(made.name()).isEqualTo("ada");
    assertThat(made.email()).isEqualTo("ada@example.com");
    assertThat(made.status()).isEqualTo(User.Status.ACTIVE);
    assertThat(made.realmRoles()).containsExactly("serai-admin");
    assertThat(made.teams()).extracting(fixture::teamName).containsExactly("data", "platform/sre");
    Tenants.Project personal = tenants.findProject(fixture.home, "personal/ada").orElseThrow();
    assertThat(personal.personal()).isTrue();
    assertThat(made.personalProjectId()).isEqualTo(personal.id());
    assertThat(users.of(made.id())).contains(made);
    assertThat(users.ofSubject("s-ada")).contains(made);
    assertThat(fixture.audit)
        .extracting(AuditTrail.Entry::action)
        .containsExactlyInAnyOrder("team.create", "team.create", "user.create");
  }

  @Test
  void whatSaysNothingNewChangesNothing() {
    User made = fixture.signIn(ada().in("/data"));
    long version = fixture.version();

    assertThat(fixture.signIn(ada().in("/data").at(60))).isEqualTo(made);

    assertThat(fixture.version()).isEqualTo(version);
  }

  @Test
  void newClaimsReplaceTheOldOnes() {
    User made = fixture.signIn(ada().in("/data", "/web").roles("serai-a"));

    User changed =
        fixture.signIn(
            ada()
                .named("ada.l")
                .mail("l@example.com")
                .in("/web", "/ml")
                .roles("serai-b", "offline_access")
                .at(60));

    assertThat(changed.id()).isEqualTo(made.id());
    assertThat(changed.name()).isEqualTo("ada.l");
    assertThat(changed.email()).isEqualTo("l@example.com");
    assertThat(changed.realmRoles()).containsExactly("serai-b");
    assertThat(changed.teams()).extracting(fixture::teamName).containsExactly("ml", "web");
    assertThat(changed.personalProjectId()).isEqualTo(made.personalProjectId());
    assertThat(fixture.snapshot.groupsOf(made.id())).isEqualTo(changed.teams());
  }

  @Test
  void olderClaimsNeverReplaceNewerOnes() {
    fixture.signIn(ada().in("/data").at(0));
    User same = fixture.signIn(ada().in("/data").at(120));

    assertThat(fixture.signIn(ada().named("old").in("/web").at(60))).isEqualTo(same);
  }

  @Test
  void aUserWhoWasNamedBeforeIsTakenOver() {
    String named = tenants.principal(fixture.home, Kind.USER, "ada").id();
    tenants.principal(fixture.home, Kind.SERVICE, "ada");

    assertThat(fixture.signIn(ada()).id()).isEqualTo(named);
  }

  @Test
  void aTeamOfThatNameIsTakenOver() {
    String team = tenants.team(fixture.home, "data");

    assertThat(fixture.signIn(ada().in("/data")).teams()).containsExactly(team);
  }

  @Test
  void theSameGroupIsATeamOfEachOrganization() {
    tenants.organization("other");

    User here = fixture.signIn(ada().in("/data"));
    User there = fixture.signIn(ada().subject("s-bob").named("bob").of("other").in("/data"));

    assertThat(there.organizationId()).isNotEqualTo(here.organizationId());
    assertThat(there.teams()).hasSize(1).doesNotContainAnyElementsOf(here.teams());
  }

  @Test
  void anUnknownOrganizationIsRefusedAndNotMade() {
    assertThatThrownBy(() -> fixture.signIn(ada().of("nowhere")))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("'nowhere', which does not exist here");
    assertThat(tenants.findOrganization("nowhere")).isEmpty();
    assertThat(users.ofSubject("s-ada")).isEmpty();
  }

  @Test
  void whoLeftIsInNoTeamAndComesBackByNewClaimsOnly() {
    User made = fixture.signIn(ada().in("/data"));

    assertThat(users.leave(made.id(), START.plusSeconds(60))).isTrue();
    assertThat(users.leave(made.id(), START.plusSeconds(60))).isFalse();

    assertThat(fixture.departed).containsExactly(made.id());
    assertThat(fixture.snapshot.groupsOf(made.id())).isEmpty();
    User left = users.of(made.id()).orElseThrow();
    assertThat(left.status()).isEqualTo(User.Status.LEFT);
    assertThat(left.notBefore()).isEqualTo(START.plusSeconds(60));
    assertThat(fixture.signIn(ada().in("/data").at(60))).isEqualTo(left);

    User back = fixture.signIn(ada().in("/data").at(61));

    assertThat(back.id()).isEqualTo(made.id());
    assertThat(back.status()).isEqualTo(User.Status.ACTIVE);
    assertThat(back.notBefore()).isEqualTo(START.plusSeconds(60));
    assertThat(back.teams()).isEqualTo(made.teams());
  }

  @Test
  void aNameOfSomebodyWhoLeftIsFree() {
    User left = fixture.signIn(ada());
    users.leave(left.id(), START.plusSeconds(60));

    User next = fixture.signIn(ada().subject("s-new").at(120));

    assertThat(next.id()).isNotEqualTo(left.id());
    assertThat(next.name()).isEqualTo("ada");
    assertThat(next.personalProjectId()).isNotEmpty().isNotEqualTo(left.personalProjectId());
    User renamed = users.of(left.id()).orElseThrow();
    assertThat(renamed.name()).isEqualTo("ada (formerly, " + left.id() + ")");
    assertThat(renamed.status()).isEqualTo(User.Status.LEFT);
  }

  @Test
  void aNameIsOfWhomeverItWasSaidLast() {
    User one = fixture.signIn(ada().at(60));
    User older = fixture.signIn(ada().subject("s-2").at(0));
    User newer = fixture.signIn(ada().subject("s-3").at(120));

    assertThat(older.name()).isEqualTo("ada (s-2)");
    assertThat(newer.name()).isEqualTo("ada");
    assertThat(users.of(one.id()).orElseThrow().name())
        .isEqualTo("ada (formerly, " + one.id() + ")");
    assertThat(fixture.signIn(ada().named("ada.one").at(180)).id()).isEqualTo(one.id());
  }

  @Test
  void whoMovesToAnotherOrganizationLeavesTheOldOne() {
    tenants.organization("other");
    User here = fixture.signIn(ada().in("/data"));

    User there = fixture.signIn(ada().of("other").in("/data").at(60));

    assertThat(there.id()).isNotEqualTo(here.id());
    assertThat(there.status()).isEqualTo(User.Status.ACTIVE);
    User left = users.of(here.id()).orElseThrow();
    assertThat(left.status()).isEqualTo(User.Status.LEFT);
    assertThat(left.subject()).isEmpty();
    assertThat(fixture.departed).containsExactly(here.id());
    assertThat(fixture.signIn(ada().in("/data").at(30))).isEqualTo(there);
  }

  @Test
  void manyFirstSignInsOnTwoReplicasMakeOneUser() throws Exception {
    List<Users> replicas = List.of(users, fixture.users(fixture.database.changes()));
    List<Callable<User>> signIns = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Users replica = replicas.get(i % 2);
      signIns.add(() -> replica.signed(ada().in("/data", "/web").signed()));
    }

    Set<User> made;
    try (var threads = Executors.newFixedThreadPool(4)) {
      made = threads.invokeAll(signIns).stream().map(Future::resultNow).collect(Collectors.toSet());
    }

    assertThat(made).hasSize(1);
    assertThat(fixture.audit).extracting(AuditTrail.Entry::action).containsOnlyOnce("user.create");
  }

  @Test
  void membersOfOneTeamWhoSignInAtOnceMakeItOnce() throws Exception {
    List<Callable<List<String>>> signIns = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String name = "u" + i;
      signIns.add(() -> fixture.signIn(ada().subject("s-" + name).named(name).in("/data")).teams());
    }

    Set<List<String>> teams;
    try (var threads = Executors.newFixedThreadPool(4)) {
      teams =
          threads.invokeAll(signIns).stream().map(Future::resultNow).collect(Collectors.toSet());
    }

    assertThat(teams).hasSize(1);
  }

  @Test
  void listsThoseWhomTheQuestionMeans() {
    User one = fixture.signIn(ada().in("/data"));
    User two = fixture.signIn(ada().subject("s-bob").named("bob").mail("b@x.org").in("/web"));
    users.leave(two.id(), START.plusSeconds(60));

    assertThat(users.list(UserQuery.active(""))).containsExactly(one);
    assertThat(users.list(query("X.OR", "", null, null)))
        .extracting(User::id)
        .containsExactly(two.id());
    assertThat(users.list(query("", one.teams().getFirst(), null, null))).containsExactly(one);
    assertThat(users.list(query("", "", Set.of(), null))).isEmpty();
    assertThat(users.list(query("", "", null, User.Status.LEFT))).hasSize(1);
  }

  private UserQuery query(String q, String team, Set<String> within, User.Status status) {
    return new UserQuery(fixture.home, q, team, within, status, "", 10);
  }
}
