package dev.serai.cli.launch;

import dev.serai.cli.launch.LaunchSessions.Session;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
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
                options.arguments()));
  }

  /**
   * For a tool that is started without a launch: what its environment has to be.
   *
   * @param key that it shows at the gateway
   * @param model empty = the first that the gateway lists, for tools that need one
   */
  public static Plan byHand(
      Tool tool, URI gateway, String key, String model, Map<String, String> env, Path project) {
    List<String> models = tool.needsModels() ? ModelList.of(gateway, key) : List.of();
    Path folder = Path.of("<temporary folder>");
    return tool.plan(
        new Wanted(gateway, key, "", model, models, false, env, folder, project, List.of()));
  }

  /**
   * @return the tool's exit code
   * @throws LaunchFailure when it was not started
   */
  public int run(Options options) {
    Tool tool = options.tool();
    Installed installed = Installed.find(tool.facts(), env);
    warnOfVersion(tool, installed);
    Session session = sessions.open(options.session());
    long requests = 0;
    String refusal = "";
    try (Gate gate = gates.apply(session)) {
      try (Scratch scratch = Scratch.in(Scratch.parent(env))) {
        return started(options, installed, session, gate, scratch);
      } finally {
        requests = gate.requests();
        refusal = gate.lastRefusal();
      }
    } finally {
      end(session, requests, refusal);
    }
  }

  /** Only the gate, for a tool that is set up by hand; returns when it is told to end. */
  public void serve(LaunchSessions.Asked asked, Consumer<String> data) {
    Session session = sessions.open(asked);
    long requests = 0;
    String refusal = "";
    try (Gate gate = gates.apply(session)) {
      notes.accept("Serving until Ctrl-C" + in(session));
      try {
        Serving.until(gate, data);
      } finally {
        requests = gate.requests();
        refusal = gate.lastRefusal();
      }
    } finally {
      end(session, requests, refusal);
    }
  }

  private int started(
      Options options, Installed installed, Session session, Gate gate, Scratch scratch) {
    Tool tool = options.tool();
    Plan plan =
        tool.plan(
            new Wanted(
                gate.uri(),
                gate.bearer(),
                session.id(),
                options.model(),
                tool.needsModels() ? ModelList.of(gate.uri(), gate.bearer()) : List.of(),
                options.quiet(),
                inheritable(options, env),
                scratch.folder(),
                project,
                options.arguments()));
    plan.found().forEach(found -> notes.accept(found.line()));
    plan.files().forEach(scratch::write);
    plan.links().forEach(scratch::link);
    notes.accept(opening(tool, session));
    Map<String, String> child = childEnv(plan, options.keep());
    scratch.write(PID, "");
    Path pidFile = scratch.folder().resolve(PID);
    try {
      return ended(
          tool, Child.run(command(installed, plan.allArguments()), project, child, pidFile));
    } catch (IOException e) {
      throw new LaunchFailure(
          LaunchFailure.FAILED,
          tool.facts().title() + " does not start",
          String.valueOf(e.getMessage()));
    } finally {
      List<String> farewell = tool.farewell(scratch.folder());
      if (!farewell.isEmpty()) Quietly.run(command(installed, farewell), project, child);
    }
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

  private void end(Session session, long requests, String refusal) {
    if (!refusal.isEmpty()) notes.accept("last refusal: " + refusal);
    if (!session.id().isEmpty())
      notes.accept(LastLines.of(session, sessions.end(session, requests)));
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
