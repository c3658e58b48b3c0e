package dev.serai.models;

import static dev.serai.call.Refusal.Reason.MODEL_NOT_ALLOWED;
import static dev.serai.call.Refusal.Reason.MODEL_UNKNOWN;
import static dev.serai.call.Refusal.Reason.NO_PROVIDER;

import dev.serai.call.Dialect;
import dev.serai.call.Provider;
import dev.serai.call.Rank;
import dev.serai.call.Refusal;
import dev.serai.call.Target;
import dev.serai.models.RouteChoice.Verdict;
import dev.serai.providers.ModelPatterns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One policy over one state of providers and catalogue. Answers are remembered, so that a name
 * asked for again costs a map lookup.
 */
final class Routing {
  /**
   * Per dialect; a full map starts anew, as names that nobody knows must not crowd the rest out.
   */
  private static final int REMEMBERED = 4096;

  private static final int LONGEST_NAME = 256;

  private final RoutingPolicy policy;
  private final List<Served> own;
  private final List<Served> all;
  private final List<List<String>> groups;
  private final ModelPatterns allow;
  private final ModelPatterns deny;
  private final List<Map<String, Answer>> remembered;
  private volatile @Nullable List<VisibleModel> visible;

  private sealed interface Answer {
    record Found(List<Target> targets) implements Answer {}

    record No(Refusal refusal) implements Answer {}
  }

  /**
   * @param all every provider there is, to tell an unknown model from one that is not allowed
   */
  Routing(RoutingPolicy policy, List<Served> all) {
    this.policy = policy;
    this.all = all;
    this.groups = policy.balance().groups(policy.providers());
    this.own =
        policy.providers().stream()
            .flatMap(name -> all.stream().filter(s -> s.name().equals(name)))
            .toList();
    this.allow = ModelPatterns.of(policy.allow());
    this.deny = ModelPatterns.ofLowerCase(policy.deny());
    this.remembered = new ArrayList<>();
    for (int i = 0; i < Dialect.values().length; i++) remembered.add(new ConcurrentHashMap<>());
  }

  boolean serves() {
    return !own.isEmpty();
  }

  /** Everything that a key of this policy may ask for. */
  List<VisibleModel> visible() {
    List<VisibleModel> list = visible;
    if (list == null) visible = list = listed();
    return list;
  }

  private List<VisibleModel> listed() {
    Map<String, VisibleModel> list = new LinkedHashMap<>();
    policy.aliases().keySet().forEach(alias -> list(list, alias, "serai"));
    for (Served served : own) served.names().forEach(name -> list(list, name, served.family()));
    allow.literals().forEach(name -> list(list, name, ""));
    return List.copyOf(list.values());
  }

  private void list(Map<String, VisibleModel> list, String name, String ownedBy) {
    if (list.containsKey(name)) return;
    List<Target> targets = targets(name, null);
    if (targets.isEmpty()) return;
    Provider first = targets.getFirst().provider();
    String owner = ownedBy.isEmpty() ? Served.family(first) : ownedBy;
    list.put(name, new VisibleModel(name, first.name(), owner));
  }

  /**
   * Who serves the model in this dialect, in the order they are tried; never empty.
   *
   * @throws Refusal when nobody does, or the policy does not allow it
   */
  List<Target> resolve(String asked, Dialect dialect) {
    Map<String, Answer> known = remembered.get(dialect.ordinal());
    Answer answer = known.get(asked);
    if (answer == null) {
      answer = find(asked, dialect, null);
      if (known.size() >= REMEMBERED) known.clear();
      if (asked.length() <= LONGEST_NAME) known.put(asked, answer);
    }
    return switch (answer) {
      case Answer.Found found -> found.targets();
      case Answer.No no -> throw no.refusal();
    };
  }

  /** How {@link #resolve} comes to its answer, by the same steps. */
  RouteChoice explain(String asked, Dialect dialect) {
    Considering why = new Considering();
    Answer answer = find(asked, dialect, why);
    for (String name : policy.providers())
      if (all.stream().noneMatch(served -> served.name().equals(name)))
        why.add(name, asked, Verdict.OUT_OF_SERVICE);
    for (Served served : all)
      if (!own.contains(served)) why.add(served.name(), asked, Verdict.NOT_IN_POLICY);
    List<String> means = meant(asked);
    return switch (answer) {
      case Answer.Found found ->
          new RouteChoice(policy.name(), means, why.all(), found.targets(), null);
      case Answer.No no ->
          new RouteChoice(policy.name(), means, why.all(), List.of(), no.refusal());
    };
  }

  /**
   * @param why told of each provider; null when nobody asks
   */
  private Answer find(String asked, Dialect dialect, @Nullable Considering why) {
    if (own.isEmpty()) return new Answer.No(noProvider());
    if (!wellFormed(asked)) return new Answer.No(unknown(asked));
    List<Target> targets = targets(asked, why);
    if (targets.isEmpty())
      return new Answer.No(servedByAnybody(asked) ? notAllowed(asked) : unknown(asked));
    List<Target> speaking =
        targets.stream().filter(target -> speaks(target, dialect, why)).toList();
    return speaking.isEmpty()
        ? new Answer.No(new OtherDialect(asked, dialect, targets).refusal(speakers(dialect)))
        : new Answer.Found(speaking);
  }

  /** Every way to serve the name that the policy allows, whatever the dialect. */
  private List<Target> targets(String asked, @Nullable Considering why) {
    Map<Target, Rank> found = new LinkedHashMap<>();
    int names = 0;
    for (String name : meant(asked)) {
      for (Target target : places(name, own, why))
        if (allows(target, why)) found.putIfAbsent(target, rank(names, target.provider()));
      names++;
    }
    return found.entrySet().stream().map(each -> each.getKey().ranked(each.getValue())).toList();
  }

  /** Equals serve the same name: what an alias leads to is tried in its order. */
  private Rank rank(int name, Provider provider) {
    if (policy.balance().order() == Rank.Order.LISTED) return Rank.LISTED;
    for (int i = 0; i < groups.size(); i++)
      if (groups.get(i).contains(provider.name()))
        return policy.balance().rank(name * groups.size() + i, provider.name());
    throw new IllegalStateException("a provider that the policy does not list");
  }

  /** What the name stands for. An alias may lead to one more alias and no further. */
  private List<String> meant(String asked) {
    return policy.aliases().getOrDefault(asked, List.of(asked)).stream()
        .flatMap(
            name ->
                name.equals(asked)
                    ? Stream.of(name)
                    : policy.aliases().getOrDefault(name, List.of(name)).stream())
        .distinct()
        .toList();
  }

  /**
   * The name at the providers that serve it. A provider's name before the first slash pins it, and
   * nobody else is tried; any other slash belongs to the model's name.
   */
  private static List<Target> places(
      String name, List<Served> providers, @Nullable Considering why) {
    int slash = name.indexOf('/');
    if (slash > 0) {
      String prefix = name.substring(0, slash);
      for (Served served : providers) {
        if (!served.name().equals(prefix)) continue;
        String rest = name.substring(slash + 1);
        if (why != null) why.pinned(name, served, providers);
        if (served.serves(rest)) return List.of(kept(served, rest, why));
        return served.serves(name) ? List.of(kept(served, name, why)) : List.of();
      }
    }
    if (why != null)
      for (Served served : providers) why.add(served.name(), name, Verdict.NOT_SERVED);
    return providers.stream()
        .filter(served -> served.serves(name))
        .map(served -> kept(served, name, why))
        .toList();
  }

  private static Target kept(Served served, String model, @Nullable Considering why) {
    Target target = new Target(served.provider(), model);
    if (why != null) why.add(target, Verdict.KEPT);
    return target;
  }

  private static boolean speaks(Target target, Dialect dialect, @Nullable Considering why) {
    boolean speaks = target.provider().dialects().contains(dialect);
    if (!speaks && why != null) why.add(target, Verdict.OTHER_DIALECT);
    return speaks;
  }

  private boolean allows(Target target, @Nullable Considering why) {
    Verdict verdict = judged(target);
    if (verdict != Verdict.KEPT && why != null) why.add(target, verdict);
    return verdict == Verdict.KEPT;
  }

  private Verdict judged(Target target) {
    String model = target.model();
    String full = target.provider().name() + "/" + model;
    if (!deny.isEmpty()
        && (deny.matches(model.toLowerCase(Locale.ROOT))
            || deny.matches(full.toLowerCase(Locale.ROOT)))) return Verdict.DENIED;
    return allow.isEmpty() || allow.matches(model) || allow.matches(full)
        ? Verdict.KEPT
        : Verdict.NOT_ALLOWED;
  }

  private boolean servedByAnybody(String asked) {
    return meant(asked).stream().anyMatch(name -> !places(name, all, null).isEmpty());
  }

  /** Names travel into URLs and logs: what no model has in its name is turned away here. */
  private static boolean wellFormed(String name) {
    if (name.length() > LONGEST_NAME || name.contains("..")) return false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c > '~' || c == '?' || c == '#' || c == '%' || c == '\\' || c == '"')
        return false;
    }
    return true;
  }

  private List<String> speakers(Dialect dialect) {
    return visible().stream()
        .map(VisibleModel::id)
        .filter(
            id ->
                targets(id, null).stream().anyMatch(t -> t.provider().dialects().contains(dialect)))
        .limit(3)
        .toList();
  }

  private Refusal unknown(String asked) {
    return new Refusal(MODEL_UNKNOWN, "Model '" + shown(asked) + "' is not known. " + hint(asked));
  }

  private Refusal notAllowed(String asked) {
    String by = policy.name().isEmpty() ? "" : " by policy '" + policy.name() + "'";
    return new Refusal(
        MODEL_NOT_ALLOWED,
        "Model '" + shown(asked) + "' is not allowed" + by + " for this key. " + hint(asked));
  }

  private Refusal noProvider() {
    String why;
    if (!policy.name().isEmpty())
      why =
          "Policy '%s' of this key has no provider that is in service. Ask your administrator."
              .formatted(policy.name());
    else if (all.isEmpty()) why = "No provider is configured. Add one to serai.yaml and apply it.";
    else why = "This key has no policy, and no policy is the default. Ask your administrator.";
    return new Refusal(NO_PROVIDER, why);
  }

  private String hint(String asked) {
    List<String> names = visible().stream().map(VisibleModel::id).toList();
    if (names.isEmpty()) return "This key can use no model at all. Ask your administrator.";
    List<String> near = Nearest.to(asked, names, 3);
    if (!near.isEmpty()) return "Did you mean " + orList(near) + "?";
    String some = String.join(", ", names.subList(0, Math.min(3, names.size())));
    return "This key can use " + some + (names.size() > 3 ? " and others" : "") + ".";
  }

  static String orList(List<String> names) {
    if (names.size() == 1) return names.getFirst();
    return String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
  }

  /** Fit for one line of an error message. */
  static String shown(String name) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(name.length(), 80); i++)
      text.append(name.charAt(i) < ' ' || name.charAt(i) > '~' ? '?' : name.charAt(i));
    return name.length() > 80 ? text.append("...").toString() : text.toString();
  }
}
