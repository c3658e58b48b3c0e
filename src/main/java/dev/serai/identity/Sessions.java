package dev.serai.identity;

import dev.serai.call.Call;
import dev.serai.call.Caller;
import dev.serai.call.Entry;
import dev.serai.call.Refusal;
import dev.serai.call.Refusal.Reason;
import dev.serai.call.Secret;
import dev.serai.database.Changes;
import dev.serai.identity.AbsentSessions.Answer;
import dev.serai.tenants.TenantSnapshot;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Step 1 for a call with an access token: which session it belongs to. Almost always known from
 * memory; else the call waits for Keycloak's keys or for the database, without a thread.
 */
public final class Sessions {
  /** Names the session, where a sign-in has several open. */
  public static final String HEADER = "x-serai-session";

  private static final Logger log = LoggerFactory.getLogger(Sessions.class);
  private static final int LONGEST_ID = 64;
  private static final int MOST_REMEMBERED = 1_000;
  private static final long REMEMBERED_MILLIS = 1_000;

  /** Asked so often in that time: more often than anybody opens a session. */
  private static final int OFTEN = 50;

  private final AccessTokens tokens;
  private final SessionSnapshot snapshot;
  private final AbsentSessions absent;
  private final TenantSnapshot tenants;
  private final InstantSource clock;
  private final List<Consumer<String>> onEnded = new CopyOnWriteArrayList<>();

  /** What the database said of late, so that a loop of hopeless calls does not keep it busy. */
  private final Recent<String, Absent> answers = new Recent<>(MOST_REMEMBERED);

  Sessions(
      AccessTokens tokens,
      SessionSnapshot snapshot,
      AbsentSessions absent,
      TenantSnapshot tenants,
      Changes changes,
      InstantSource clock) {
    this.tokens = tokens;
    this.snapshot = snapshot;
    this.absent = absent;
    this.tenants = tenants;
    this.clock = clock;
    changes.onChange(this::refresh);
  }

  /**
   * @param times it was said
   */
  private record Absent(Answer answer, long until, int times) {}

  /** Whether a text that came in the place of a key is to be taken for an access token. */
  public static boolean isToken(String text) {
    return AccessTokens.looksLikeOne(text);
  }

  /**
   * @param call its key is the hash of the token
   */
  public Entry authenticate(Call call, Secret token) {
    return switch (tokens.check(call.key(), token)) {
      case Checked.Verified verified -> enter(call, verified.token());
      case Checked.Rejected rejected -> refused(call, rejected);
      case Checked.Unknown unknown -> waiting(unknown.news().thenApply(_ -> decided(call, token)));
    };
  }

  /** Whether a call that has entered may still go on. */
  public boolean open(String session) {
    OpenSession found = snapshot.byId(session);
    return found != null && !found.over(clock.millis());
  }

  /** What to say to a call that has waited long enough. */
  private static Refusal late() {
    return new Refusal(
        Reason.SIGN_IN_UNAVAILABLE,
        "Your sign-in cannot be checked at the moment. Virtual keys and sessions in use go on"
            + " working; try again in 5 s.",
        5,
        Map.of());
  }

  /** What to say to a call whose session ended as it came in. */
  public static Refusal gone(String session) {
    return ended(session, "was ended", SessionEnd.REVOKED.next());
  }

  /**
   * Called with the id of a session that ended: its calls that still run have to be cut. Must not
   * block.
   */
  public void onEnded(Consumer<String> listener) {
    onEnded.add(listener);
  }

  /** Sessions that are open. */
  public int size() {
    return snapshot.size();
  }

  /** Ends what has reached its time; to be called every second. */
  void expire() {
    tell(snapshot.expire(clock.millis()));
  }

  private void refresh() {
    tell(snapshot.refresh());
  }

  private void tell(List<String> ended) {
    for (String id : ended) for (Consumer<String> listener : onEnded) tell(listener, id);
  }

  /** Each has to hear of it, whatever another does. */
  private static void tell(Consumer<String> listener, String id) {
    try {
      listener.accept(id);
    } catch (RuntimeException e) {
      log.atError().addKeyValue("session", id).setCause(e).log("a listener did not take an end");
    }
  }

  private Entry decided(Call call, Secret token) {
    return switch (tokens.decide(call.key(), token)) {
      case Checked.Verified verified -> enter(call, verified.token());
      case Checked.Rejected rejected -> refused(call, rejected);
      case Checked.Unknown _ -> new Entry.Refused(call, late());
    };
  }

  private Entry enter(Call call, VerifiedToken token) {
    String id = call.request().headers().get(HEADER, "").strip();
    Entry known = known(call, token, id);
    if (known != null) return known;
    if (id.length() > LONGEST_ID) return absent(call, new Answer.Never(Caller.UNKNOWN), id);
    String what = token.sid() + ' ' + id;
    Absent said = answers.get(what);
    if (said != null && said.times() >= OFTEN && clock.millis() < said.until())
      return absent(call, said.answer(), id);
    return waiting(
        absent
            .find(token, id)
            .thenApply(
                answer -> {
                  if (!(answer instanceof Answer.Unread)) remember(what, answer);
                  Entry now = known(call, token, id);
                  return now != null ? now : absent(call, answer, id);
                }));
  }

  private void remember(String what, Answer answer) {
    long now = clock.millis();
    Absent before = answers.get(what);
    answers.put(
        what,
        before == null || now >= before.until()
            ? new Absent(answer, now + REMEMBERED_MILLIS, 1)
            : new Absent(answer, before.until(), before.times() + 1));
  }

  /** From what is in memory; null when the database has to be asked. */
  private @Nullable Entry known(Call call, VerifiedToken token, String id) {
    OpenSession session = null;
    for (OpenSession each : snapshot.bySid(token.sid())) {
      if (each.over(clock.millis()) || !id.isEmpty() && !each.id().equals(id)) continue;
      if (session != null) return several(call, each);
      session = each;
    }
    return session == null ? null : new Entry.Passed(call.withCaller(caller(session)));
  }

  private Caller caller(OpenSession session) {
    String policy =
        session.personal()
            ? tenants.personalPolicyOf(session.organization(), session.principal(), "")
            : tenants.policyOf(session.organization(), session.team(), "");
    return session.caller(tenants.groupsOf(session.principal()), policy);
  }

  private static Entry several(Call call, OpenSession one) {
    Caller user =
        new Caller(
            one.organization(), "", "", one.principal(), false, List.of(), "", "", "", "", 0);
    return new Entry.Refused(
        call.withCaller(user),
        new Refusal(
            Reason.SESSION_MISSING,
            "Several sessions of this sign-in are open. Send the id of one in "
                + HEADER
                + "; serai claude and the like do that by themselves."));
  }

  private static Entry absent(Call call, Answer answer, String id) {
    return switch (answer) {
      case Answer.Ended end ->
          new Entry.Refused(
              call.withCaller(end.caller()),
              ended(
                  end.id(),
                  end.by().what() + " on " + end.at().truncatedTo(ChronoUnit.SECONDS),
                  end.by().next()));
      case Answer.Never never ->
          new Entry.Refused(
              never.caller().known() ? call.withCaller(never.caller()) : call,
              new Refusal(
                  Reason.SESSION_MISSING,
                  id.isEmpty()
                      ? "You are signed in, but no session is open. Start your tool with serai"
                          + " claude, serai codex and the like, or POST /api/sessions."
                      : "You are signed in, but your sign-in has no session of the id in "
                          + HEADER
                          + ". Start your tool with serai claude and the like."));
      case Answer.Open _, Answer.Unread _ -> new Entry.Refused(call, late());
    };
  }

  private static Refusal ended(String session, String what, String next) {
    return new Refusal(
        Reason.SESSION_ENDED,
        "This session " + what + ". " + next,
        0,
        Map.of("session_id", session));
  }

  private Entry refused(Call call, Checked.Rejected rejected) {
    Refusal refusal =
        switch (rejected.why()) {
          case INVALID -> new Refusal(Reason.TOKEN_INVALID, rejected.sentence());
          case EXPIRED -> new Refusal(Reason.TOKEN_EXPIRED, rejected.sentence());
          case UNAVAILABLE ->
              new Refusal(Reason.SIGN_IN_UNAVAILABLE, rejected.sentence(), 5, Map.of());
        };
    VerifiedToken token = rejected.token();
    List<OpenSession> open = token == null ? List.of() : snapshot.bySid(token.sid());
    return new Entry.Refused(
        open.size() == 1 ? call.withCaller(caller(open.getFirst())) : call, refusal);
  }

  private static Entry waiting(CompletionStage<Entry> answer) {
    return new Entry.Waiting(
        answer.thenCompose(
            entry ->
                entry instanceof Entry.Waiting more
                    ? more.answer()
                    : CompletableFuture.completedStage(entry)),
        late());
  }
}
