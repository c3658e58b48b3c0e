package dev.serai.cli.launch;

import dev.serai.cli.launch.LaunchSessions.Session;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One run of a tool through the gateway, from its session to the line that says what it came to.
 * What it has to say goes to {@code notes}; the streams are the tool's.
 */
public final class Launch {
  private static final String PID = ".pid";

  /** What a signal leaves for an answer that may have opened the session, and for its end. */
  private static final Duration OPENING = Duration.ofSeconds(2);

  private static final Duration ENDING = Duration.ofSeconds(5);

  private final LaunchSessions sessions;
  private final Function<Session, Gate> gates;
  private final Map<String, String> env;
  private final Path project;
  private final Consumer<String> notes;

  /**
   * @param gates opens the gate for a session
   * @param env that the launcher was started with
   * @param project folder that the tool runs in
   * @param notes takes lines for a person
   */
  public Launch(
      LaunchSessions sessions,
      Function<Session, Gate> gates,
      Map<String, String> env,
      Path project,
      Consumer<String> notes) {
    this.sessions = sessions;
    this.gates = gates;
    this.env = Map.copyOf(env);
    this.project = project;
    this.notes = notes;
  }

  /**
   * What the user asked for.
   *
   * @param session to be opened
   * @param model empty = the tool's choice
   * @param keep names of variables that the child inherits although they would be removed
   * @param arguments for the tool
   */
  public record Options(
      Tool tool,
      LaunchSessions.Asked session,
      String model,
      boolean quiet,
      Set<String> keep,
      List<String> arguments) {}

  /**
   * Before anybody signs in for nothing.
   *
   * @throws LaunchFailure when the tool is not on the PATH
   */
  public static void installed(Tool tool, Map<String, String> env) {
    Installed.find(tool.facts(), env);
  }

  /** What a launch would do, with words in the place of what is made for each. */
  public static Plan shown(Options options, Map<String, String> env, Path project) {
    boolean unnamed = options.model().isEmpty() && options.tool().needsModels();
    return options
        .tool()
        .plan(
            new Wanted(
                URI.create("http://127.0.0.1:PORT"),
                "<one-off bearer>",
                "<session>",
                options.model(),
                unnamed ? List.of("<model>") : List.of(),
                options.quiet(),
                inheritable(options, env),
                Path.of("<temporary folder>"),
                project,
                options.arguments()))
        .masked();
  }

  /**
   * For a tool that is started without a launch: what its environment has to be. Our own variables
   * are left as they are.
   *
   * @param model empty = the first that the gateway lists, for tools that need one
   */
  public record ByHand(
      Tool tool, URI gateway, String model, Map<String, String> env, Path project) {

    /**
     * Before there is a key.
     *
     * @throws LaunchFailure when there can be no plan, whichever key there is
     */
    public void check() {
      plan("<key>", List.of("<model>"));
    }

    /**
     * @param key that it shows at the gateway
     * @throws LaunchFailure when it needs a model and the gateway lists none
     */
    public Plan plan(String key) {
      boolean unnamed = tool.needsModels() && model.isEmpty();
      return plan(key, unnamed ? ModelList.of(gateway, key) : List.of());
    }

    private Plan plan(String key, List<String> models) {
      Map<String, String> theirs = new HashMap<>(env);
      theirs.keySet().removeIf(name -> name.startsWith("SERAI_"));
      Path folder = Path.of("<temporary folder>");
      return tool.plan(
          new Wanted(gateway, key, "", model, models, false, theirs, folder, project, List.of()));
    }
  }

  /**
   * @return the tool's exit code
   * @throws LaunchFailure when it was not started
   */
  public int run(Options options) {
    Tool tool = options.tool();
    Installed installed = Installed.find(tool.facts(), env);
    warnOfVersion(tool, installed);
    return within(
        options.session(),
        (session, gate, signals) -> {
          try (Scratch scratch = Scratch.in(Scratch.parent(env))) {
            return started(options, installed, session, gate, scratch, signals);
          }
        });
  }

  /**
   * Only the gate, for a tool that is set up by hand; returns when it is told to end.
   *
   * @param data takes what to enter where, by names for people
   */
  public void serve(LaunchSessions.Asked asked, Consumer<Map<String, String>> data) {
    within(
        asked,
        (session, gate, signals) -> {
          notes.accept("Serving until Ctrl-C" + in(session));
          data.accept(Serving.entries(gate));
          signals.await();
          return 0;
        });
  }

  private interface Body {
    int run(Session session, Gate gate, Signals signals);
  }

  private int within(LaunchSessions.Asked asked, Body body) {
    try (Signals signals = Signals.caught()) {
      return opened(asked, body, signals);
    } catch (Signals.Raised e) {
      return e.exitCode();
    }
  }

  private int opened(LaunchSessions.Asked asked, Body body, Signals signals) {
    Session session = signals.during(OPENING, () -> sessions.open(asked));
    long requests = 0;
    String refusal = "";
    try (Gate gate = gates.apply(session)) {
      try {
        signals.check();
        return body.run(session, gate, signals);
      } finally {
        requests = gate.requests();
        refusal = gate.lastRefusal();
      }
    } finally {
      end(session, requests, refusal, signals);
    }
  }

  private int started(
      Options options,
      Installed installed,
      Session session,
      Gate gate,
      Scratch scratch,
      Signals signals) {
    Tool tool = options.tool();
    List<String> models = tool.needsModels() ? listed(gate, signals) : List.of();
    Plan plan =
        tool.plan(
            new Wanted(
                gate.uri(),
                gate.bearer(),
                session.id(),
                options.model(),
                models,
                options.quiet(),
                inheritable(options, env),
                scratch.folder(),
                project,
                options.arguments()));
    plan.found().forEach(found -> notes.accept(found.line()));
    plan.files().forEach(scratch::write);
    plan.kept().forEach(scratch::keep);
    plan.links().forEach(scratch::link);
    notes.accept(opening(tool, session));
    Map<String, String> child = childEnv(plan, options.keep());
    scratch.write(PID, "");
    Path pidFile = scratch.folder().resolve(PID);
    try {
      List<String> command = command(installed, plan.allArguments());
      return ended(tool, Child.run(command, project, child, pidFile, signals::check));
    } catch (IOException e) {
      throw new LaunchFailure(
          LaunchFailure.FAILED,
          tool.facts().title() + " does not start",
          String.valueOf(e.getMessage()));
    } finally {
      List<String> farewell = tool.farewell(scratch.folder());
      if (!farewell.isEmpty()) Quietly.run(command(installed, farewell), project, child);
      plan.links().forEach(scratch::putBack);
    }
  }

  private static List<String> listed(Gate gate, Signals signals) {
    return signals.during(Duration.ZERO, () -> ModelList.of(gate.uri(), gate.bearer()));
  }

  private void warnOfVersion(Tool tool, Installed installed) {
    Versions tested = tool.facts().tested();
    Map<String, String> clean = new TreeMap<>(env);
    clean.keySet().removeAll(ChildEnvironment.removed(env.keySet(), Set.of()));
    installed
        .version(tool.versionArguments(), clean)
        .filter(version -> !tested.contains(version))
        .ifPresent(
            version ->
                notes.accept(
                    "warning: %s %s was not tried with Serai, %s to %s were"
                        .formatted(tool.facts().title(), version, tested.from(), tested.to())));
  }

  private static String opening(Tool tool, Session session) {
    return tool.facts().title() + " through Serai" + in(session);
  }

  private static String in(Session session) {
    String text = "";
    if (!session.project().isEmpty()) text += ", project " + session.project();
    if (!session.limits().isEmpty()) text += ", at most " + session.limits();
    return text + (session.id().isEmpty() ? "" : ", session " + session.id());
  }

  /** On one line: what was used, and where to read more. */
  private void end(Session session, long requests, String refusal, Signals signals) {
    if (!refusal.isEmpty()) notes.accept("last refusal: " + refusal);
    if (session.id().isEmpty()) return;
    try {
      notes.accept(
          LastLines.of(session, signals.during(ENDING, () -> sessions.end(session, requests))));
    } catch (RuntimeException e) {
      notes.accept(LastLines.maybeOpen(session, e));
    }
  }

  /** Tells of an end that was not the tool's own. */
  private int ended(Tool tool, int exitCode) {
    if (LastLines.cutOff(exitCode)) notes.accept("");
    String crash = LastLines.crash(tool.facts().title(), exitCode);
    if (!crash.isEmpty()) notes.accept(crash);
    return exitCode;
  }

  private static Map<String, String> inheritable(Options options, Map<String, String> env) {
    Map<String, String> left = new HashMap<>(env);
    left.keySet().removeAll(options.keep());
    return Map.copyOf(left);
  }

  private Map<String, String> childEnv(Plan plan, Set<String> keep) {
    Map<String, String> child = new HashMap<>(env);
    child.keySet().removeAll(plan.removed());
    plan.env().forEach(child::put);
    keep.forEach(name -> child.computeIfAbsent(name, env::get));
    return child;
  }

  private static List<String> command(Installed installed, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(installed.program().toString()));
    command.addAll(arguments);
    return command;
  }
}
