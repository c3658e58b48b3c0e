package dev.serai.cli.launch;

import java.util.Locale;

/** In which dialect a model is best asked: that of its maker, as its name tells. */
enum Dialect {
  OPENAI,
  ANTHROPIC,
  GEMINI;

  static Dialect of(String model) {
    String name = model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    if (name.startsWith("claude")) return ANTHROPIC;
    return name.startsWith("gemini") ? GEMINI : OPENAI;
  }
}
