package dev.serai.cli;

import picocli.CommandLine.Option;

/** How to sign in; at most one of them. */
final class SignInOptions {
  @Option(names = "--device", description = "Sign in with a code to type on another device")
  boolean device;

  @Option(names = "--browser", description = "Sign in in the browser of this machine")
  boolean browser;

  SignInSteps.Way way() {
    if (device) return SignInSteps.Way.DEVICE;
    return browser ? SignInSteps.Way.BROWSER : SignInSteps.Way.WHICHEVER;
  }
}
