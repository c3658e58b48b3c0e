package dev.serai.offboarding;

import java.util.List;

/**
 * @param next cursor of the page that follows, empty when this is the last one
 */
public record DevicePage(List<Device> devices, String next) {
  public DevicePage {
    devices = List.copyOf(devices);
  }
}
