package dev.serai.up;

import dev.serai.call.Secret;
import java.util.Optional;
import org.springframework.context.ApplicationContext;

/**
 * What a first start makes and shows once.
 *
 * @param firstKey empty when there were keys already
 * @param adminToken empty when there was one and no new one was asked for
 * @param model a name that answers on this machine
 */
record Arrival(Optional<Secret> firstKey, Optional<Secret> adminToken, String model) {
  static Arrival of(ApplicationContext context, boolean resetAdminToken) {
    return new Arrival(Optional.empty(), Optional.empty(), "echo/echo");
  }
}
