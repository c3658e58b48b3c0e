package dev.serai.pipeline;

import java.util.List;
import org.apache.camel.CamelContext;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.Ordered;

/**
 * Loads the route files, before anything else that runs at start: {@code serai.yaml} names the
 * provider types that they define.
 */
record Preparation(
    CamelContext context,
    RouteFiles files,
    List<ExtensionPoint> extensionPoints,
    AfterCall afterCall)
    implements ApplicationRunner, Ordered {
  @Override
  public void run(ApplicationArguments arguments) {
    files.load(context);
    extensionPoints.forEach(point -> point.attach(context));
    afterCall.attach(context);
  }

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }
}
