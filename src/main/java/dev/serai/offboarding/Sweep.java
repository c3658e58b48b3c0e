package dev.serai.offboarding;

import dev.serai.identity.SessionEnd;
import dev.serai.identity.SignOuts;
import dev.serai.keycloak.KeycloakDirectory;
import dev.serai.tenants.User;
import dev.serai.tenants.UserQuery;
import dev.serai.tenants.Users;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares all users and open sign-ins with Keycloak, in steps of a few questions each, so that
 * events need not wait for it. Finds what no event told: events that Keycloak does not store, or
 * deleted too early. Of one thread; made anew each time.
 */
final class Sweep {
  private static final Logger log = LoggerFactory.getLogger(Sweep.class);
  private static final int PAGE = 100;
  private static final int SIGN_INS = 500;

  private final KeycloakDirectory keycloak;
  private final Users users;
  private final SignOuts signOuts;
  private final Offboarding offboarding;
  private final OneByOne each;

  /** Active ones that were not yet seen in the realm, by subject. */
  private final Map<String, User> unseen = new HashMap<>();

  private final Deque<User> suspects = new ArrayDeque<>();
  private final Deque<Map.Entry<User, List<String>>> signedIn = new ArrayDeque<>();
  private int first;
  private boolean listed;
  private boolean known;
  private String afterSid = "";
  private boolean allSignIns;

  Sweep(
      KeycloakDirectory keycloak,
      Users users,
      SignOuts signOuts,
      Offboarding offboarding,
      OneByOne each) {
    this.keycloak = keycloak;
    this.users = users;
    this.signOuts = signOuts;
    this.offboarding = offboarding;
    this.each = each;
    for (User user : active(users)) unseen.put(user.subject(), user);
  }

  /** Everybody whom Keycloak could know. */
  static List<User> active(Users users) {
    List<User> all = new ArrayList<>();
    String after = "";
    while (true) {
      List<User> page = users.list(UserQuery.active(after));
      page.stream().filter(user -> !user.subject().isEmpty()).forEach(all::add);
      if (page.isEmpty()) return all;
      after = page.getLast().id();
    }
  }

  /**
   * @return false when there is nothing more to do
   */
  boolean step() {
    if (!listed) {
      listPage();
      return true;
    }
    User suspect = suspects.poll();
    if (suspect != null) {
      each.work(suspect, () -> offboarding.lookForLeaver(suspect));
      return true;
    }
    if (signedIn.isEmpty() && !allSignIns) readSignIns();
    Map.Entry<User, List<String>> next = signedIn.poll();
    if (next == null) return !allSignIns;
    each.work(
        next.getKey(),
        () -> offboarding.endUnknown(next.getKey(), next.getValue(), SessionEnd.EXPIRED));
    return true;
  }

  private void listPage() {
    if (unseen.isEmpty()) {
      listed = true;
      return;
    }
    List<KeycloakDirectory.User> page = keycloak.users(first, PAGE);
    first += PAGE;
    for (KeycloakDirectory.User user : page) {
      User ours = unseen.remove(user.subject());
      if (ours == null) continue;
      known = true;
      if (!user.enabled()) suspects.add(ours);
    }
    if (page.size() == PAGE) return;
    listed = true;
    // one who was only passed over, because others came or went meanwhile, is asked for by himself
    if (known) suspects.addAll(unseen.values());
    else if (!unseen.isEmpty())
      log.atError()
          .addKeyValue("users", unseen.size())
          .log(
              "the realm knows none of our users, so it is taken for another one and nobody is"
                  + " taken to have left: check serai.keycloak.realm");
  }

  private void readSignIns() {
    List<SignOuts.Open> page = signOuts.open(afterSid, SIGN_INS);
    allSignIns = page.size() < SIGN_INS;
    if (page.isEmpty()) return;
    afterSid = page.getLast().sid();
    Map<String, List<String>> byUser = new LinkedHashMap<>();
    for (SignOuts.Open open : page)
      byUser.computeIfAbsent(open.user(), _ -> new ArrayList<>()).add(open.sid());
    byUser.forEach(
        (id, sids) ->
            users
                .of(id)
                .filter(user -> !user.subject().isEmpty())
                .ifPresent(user -> signedIn.add(Map.entry(user, sids))));
  }
}
