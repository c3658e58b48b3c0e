package dev.serai.cli.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is done to a tool: its environment, its files, its arguments.
 *
 * @param env set for the child
 * @param removed names that are taken out of what it would inherit
 * @param files of the launch's own folder, by their path in it
 * @param links in the launch's own folder to files of the user's, by their path in it; what the
 *     tool puts in their place goes there at the end
 * @param kept folders of the user's that are made when they are not there, so that what the tool
 *     keeps for the next time outlives the launch
 * @param before put in front of the user's arguments
 * @param arguments of the user, as the tool gets them
 * @param found what of the user's settings is in the way, and what is done about it
 */
public record Plan(
    Map<String, String> env,
    Collection<String> removed,
    Map<String, String> files,
    Map<String, Path> links,
    List<Path> kept,
    List<String> before,
    List<String> arguments,
    List<Found> found) {

  /**
   * A setting that leads around the gateway.
   *
   * @param done whether it has no effect in this launch
   */
  public record Found(String what, String where, boolean done, String advice) {
    /** One line for a person. */
    public String line() {
      return (done ? "set aside: " : "in the way: ") + what + " in " + where + advice();
    }

    @Override
    public String advice() {
      return advice.isEmpty() ? "" : " (" + advice + ")";
    }
  }

  /** What the tool is started with, after its name. */
  public List<String> allArguments() {
    List<String> all = new ArrayList<>(before);
    all.addAll(arguments);
    return all;
  }

  /** To be shown: without secrets that were taken over from the user's settings. */
  Plan masked() {
    Map<String, String> shownEnv = new TreeMap<>(env);
    shownEnv.replaceAll((name, value) -> Mask.text(value));
    Map<String, String> shownFiles = new LinkedHashMap<>(files);
    shownFiles.replaceAll((name, content) -> Mask.text(content));
    return new Plan(shownEnv, removed, shownFiles, links, kept, before, arguments, found);
  }

  /** Collects a plan; tools put into it what they need. */
  static final class Draft {
    final Wanted wanted;
    private final Map<String, String> env = new TreeMap<>();
    private final Map<String, String> files = new LinkedHashMap<>();
    private final Map<String, Path> links = new LinkedHashMap<>();
    private final List<Path> kept = new ArrayList<>();
    private final List<String> before = new ArrayList<>();
    private final List<Found> found = new ArrayList<>();
    private List<String> arguments;

    Draft(Wanted wanted) {
      this.wanted = wanted;
      this.arguments = List.copyOf(wanted.arguments());
    }

    Draft env(String name, String value) {
      env.put(name, value);
      return this;
    }

    /** One that only makes it quieter: set when that was asked for. */
    Draft quiet(String name, String value) {
      return wanted.quiet() ? env(name, value) : this;
    }

    Draft argument(String... more) {
      before.addAll(List.of(more));
      return this;
    }

    /** Other arguments than the user gave. */
    Draft arguments(List<String> instead) {
      arguments = List.copyOf(instead);
      return this;
    }

    /**
     * @return where it will be
     */
    Path file(String name, String content) {
      files.put(name, content);
      return wanted.folder().resolve(name);
    }

    Draft link(String name, Path target) {
      links.put(name, target);
      return this;
    }

    /** A folder of the user's that is made when it is not there, and linked. */
    Draft keep(String name, Path target) {
      kept.add(target);
      return link(name, target);
    }

    /** Files of the user's in a folder, to which goes what the tool writes in their place. */
    Draft state(String name, Path folder, String... names) {
      for (String each : names) link(name + "/" + each, folder.resolve(each).toAbsolutePath());
      return this;
    }

    /** Something that has no effect now. */
    Draft setAside(String what, Path where) {
      found.add(new Found(what, where.toString(), true, ""));
      return this;
    }

    /** Something that we cannot help. */
    Draft inTheWay(String what, String where, String advice) {
      found.add(new Found(what, where, false, advice));
      return this;
    }

    Plan plan() {
      ChildEnvironment.through(wanted, env);
      return new Plan(
          Map.copyOf(env),
          ChildEnvironment.removed(wanted.env().keySet(), env.keySet()),
          new LinkedHashMap<>(files),
          new LinkedHashMap<>(links),
          List.copyOf(kept),
          List.copyOf(before),
          arguments,
          List.copyOf(found));
    }
  }
}
