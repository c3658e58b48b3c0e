package dev.serai.trace;

import java.util.regex.Pattern;

/** What a client sent as a model, made fit to be shown. */
final class ModelName {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:/@+-]{1,100}");

  /** Somebody will put a key where the model belongs. */
  private static final Pattern KEY = Pattern.compile("(?i).*(vk-lw-|sk-|gsk_|AIza).*");

  private ModelName() {}

  /** The name; a question mark for what cannot be one, or looks like a key. */
  static String shown(String model) {
    if (model.isEmpty()) return "";
    return NAME.matcher(model).matches() && !KEY.matcher(model).matches() ? model : "?";
  }
}
