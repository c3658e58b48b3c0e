package dev.serai.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** This machine, as lists of sessions and keys show it. */
final class Device {
  private Device() {}

  static String name() {
    String name;
    try {
      name = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      name = "";
    }
    String plain = name.replaceAll("[^A-Za-z0-9._-]", "").replaceAll("^[._-]+", "");
    return plain.isEmpty() ? "computer" : plain.substring(0, Math.min(60, plain.length()));
  }
}
