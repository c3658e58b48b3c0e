package dev.serai.limits;

import dev.serai.access.Acting;
import dev.serai.access.Grants;
import dev.serai.access.Permission;
import dev.serai.admin.Mutations;
import dev.serai.admin.Page;
import dev.serai.admin.Problem;
import dev.serai.call.Caller;
import dev.serai.call.RequestId;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Users ask for more of a limit, admins say yes or no. A key has at most one open request for a
 * limit, and so has a user in sessions: a second one takes its place. Blocks; all throw {@link
 * Problem}.
 */
@Component
public final class LimitRequests {
  private static final Set<String> STATUSES = Set.of("", "open", "approved", "denied");
  private static final int REASON_MAX = 500;
  private static final int OWN_MAX = 20;

  private final LimitRequestStore store;
  private final ManagedLimits limits;
  private final Mutations mutations;

  LimitRequests(LimitRequestStore store, ManagedLimits limits, Mutations mutations) {
    this.store = store;
    this.limits = limits;
    this.mutations = mutations;
  }

  /**
   * @param cap wanted in all, a decimal in the measure's unit
   * @param reason for the admin who decides
   * @throws Problem 404 when the limit does not hold the caller; 422 when the cap is not a higher
   *     one
   */
  public LimitRequest ask(String limitId, Caller caller, BigDecimal cap, String reason) {
    Limit limit =
        limits.of(caller).stream()
            .filter(held -> held.id().equals(limitId))
            .findFirst()
            // the same for one that is somebody else's: nobody learns of it
            .orElseThrow(() -> Problem.notFound("limit of this key", "with that id"));
    String checked = line("reason", reason);
    if (checked.isEmpty()) throw Problem.invalid("reason", "a sentence for who decides");
    long wanted = higher(limit, cap);
    return limits.write(
        () -> {
          store.put(RequestId.next(), limit, caller, wanted, checked, limits.now());
          return store.open(caller, limit.id());
        });
  }

  /**
   * Of the key, or in a session of its user, newest first, whatever became of them; the latest
   * {@value #OWN_MAX}.
   */
  public List<LimitRequest> of(Caller caller) {
    return store.of(caller, OWN_MAX);
  }

  /**
   * Newest first; those for limits that the actor may see.
   *
   * @param status empty = any
   * @param limitId empty = of any limit
   * @param after id of the last one of the page before, empty = from the start
   */
  public Page<LimitRequest> list(String status, String limitId, String after, int most) {
    if (!STATUSES.contains(status))
      throw Problem.invalid("status", "open, approved, denied or any");
    List<LimitRequest> found =
        store.list(limits.organization(), seen(), status, limitId, after, Page.checked(most) + 1);
    return Page.of(found, most, LimitRequest::id);
  }

  public LimitRequest get(String id) {
    return store
        .find(limits.organization(), id, seen())
        .orElseThrow(() -> Problem.notFound("request for more", id));
  }

  /**
   * Raises the limit; in force as {@link ManagedLimits} says.
   *
   * @param cap another than what was asked for, null = that
   * @throws Problem 409 when it is decided already; 422 when the cap is not a higher one
   */
  public LimitRequest approve(String id, @Nullable BigDecimal cap, String note) {
    String checked = line("note", note);
    return limits.write(
        () -> {
          // the limit first, as its deletion does
          StoredLimit raised =
              limits.change(
                  "limit.update",
                  get(id).limitId(),
                  null,
                  stored -> raised(stored, undecided(id), cap));
          return decided("limit-request.approve", id, raised.limit().cap(), checked);
        });
  }

  private StoredLimit raised(StoredLimit stored, LimitRequest request, @Nullable BigDecimal cap) {
    Limit limit = stored.limit();
    long raised = higher(limit, cap == null ? new BigDecimal(request.cap()) : cap);
    Limit changed = LimitOptions.of(limit).on(limit, limit.targetName(), raised);
    return limits.save(stored.with(changed, limits.now()));
  }

  /**
   * @throws Problem 409 when it is decided already
   */
  public LimitRequest deny(String id, String note) {
    String checked = line("note", note);
    return limits.write(
        () -> {
          limits.permitted(get(id).limitId());
          return decided("limit-request.deny", id, null, checked);
        });
  }

  private LimitRequest decided(String action, String id, @Nullable Long cap, String note) {
    LimitRequest before = undecided(id);
    store.decide(id, cap, note, limits.now());
    LimitRequest after = get(id);
    mutations.changed(action, "limit-request", id, before, after);
    return after;
  }

  private static Grants.Where seen() {
    return Acting.where(Permission.GATEWAY_BUDGETS_VIEW);
  }

  private LimitRequest undecided(String id) {
    LimitRequest request =
        store
            .lock(limits.organization(), id, seen())
            .orElseThrow(() -> Problem.notFound("request for more", id));
    if (!request.open())
      throw Problem.conflict(
          "request_decided", "This request is " + request.status() + " already.");
    return request;
  }

  private static long higher(Limit limit, BigDecimal cap) {
    long wanted = LimitWords.cap(limit.measure(), cap);
    if (wanted <= limit.cap())
      throw Problem.invalid(
          "cap",
          "more than the present "
              + Utilisation.text(limit, limit.cap())
              + " "
              + limit.measure().unit());
    return wanted;
  }

  private static String line(String field, String text) {
    String line = text.strip();
    if (line.length() > REASON_MAX || line.chars().anyMatch(Character::isISOControl))
      throw Problem.invalid(field, "one line of at most " + REASON_MAX + " characters");
    return line;
  }
}
