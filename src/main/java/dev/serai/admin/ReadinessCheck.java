package dev.serai.admin;

/** A bean of this type has a say in {@code /readyz}. Must answer at once. */
public interface ReadinessCheck {
  /** Shown next to the answer, in kebab-case. */
  String name();

  boolean ready();
}
