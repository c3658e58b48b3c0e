package dev.serai.admin;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Whether the gateway may be sent traffic: every {@link ReadinessCheck} says so. */
@Component
public class Readiness {
  private final ObjectProvider<ReadinessCheck> checks;

  Readiness(ObjectProvider<ReadinessCheck> checks) {
    this.checks = checks;
  }

  public boolean ready() {
    return checks.stream().allMatch(ReadinessCheck::ready);
  }

  Map<String, Boolean> answers() {
    Map<String, Boolean> answers = new TreeMap<>();
    checks.stream().forEach(check -> answers.put(check.name(), check.ready()));
    return answers;
  }
}
