package dev.serai.identity;

import io.swagger.v3.oas.annotations.Hidden;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where a provider finds what the gateway's tokens are verified with; needs no token. */
@Hidden
@RestController
class PublishedKeys {
  private static final Logger log = LoggerFactory.getLogger(PublishedKeys.class);

  private final SigningKeys keys;

  PublishedKeys(SigningKeys keys) {
    this.keys = keys;
  }

  /** Before the gateway port opens. */
  @EventListener(ApplicationReadyEvent.class)
  @Order(0)
  void ready() {
    try {
      keys.ensure();
    } catch (RuntimeException e) { // providers that want no token are served all the same
      log.atError()
          .addKeyValue("error", e.getClass().getSimpleName())
          .log("no key that identity tokens are signed with");
    }
  }

  @GetMapping(path = "/.well-known/jwks.json", produces = "application/json")
  String keys() {
    return keys.published();
  }
}
