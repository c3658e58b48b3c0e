package dev.serai.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Refusal;
import dev.serai.providers.ProviderType;
import dev.serai.providers.ProviderTypes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;

/** The route files as Camel reads them, with steps that only say that they were reached. */
@CamelSpringBootTest
@SpringBootTest(
    classes = {CamelAutoConfiguration.class, GatewayRouteTest.Steps.class},
    properties = "camel.main.routes-collector-enabled=false")
class GatewayRouteTest {
  @Autowired private CamelContext context;
  @Autowired private Steps steps;

  private final ProviderTypes types = new ProviderTypes();

  /** A step for each name that the route uses, and an engine that hands out the route's start. */
  static class Steps {
    final List<String> reached = new ArrayList<>();
    final AtomicReference<Processor> route = new AtomicReference<>();
    String refusing = "";

    private Processor named(String name) {
      return exchange -> {
        reached.add(name);
        if (name.equals(refusing)) throw new Refusal("no further than " + name);
      };
    }

    @Bean("platform-http-engine")
    PlatformHttpEngine engine() {
      return (endpoint, processor) -> new Start(endpoint, processor, route);
    }

    @Bean
    Processor settleAndTrace() {
      return named("settleAndTrace");
    }

    @Bean
    Processor readCall() {
      return named("readCall");
    }

    @Bean
    Processor authenticateKey() {
      return named("authenticateKey");
    }

    @Bean
    Processor onCall() {
      return named("onCall");
    }

    @Bean
    Processor resolveModel() {
      return named("resolveModel");
    }

    @Bean
    Processor filterCredentials() {
      return named("filterCredentials");
    }

    @Bean
    Processor enforceLimits() {
      return named("enforceLimits");
    }

    @Bean
    Processor beforeDispatch() {
      return named("beforeDispatch");
    }

    @Bean
    Processor dispatch() {
      return named("dispatch");
    }

    @Bean
    Processor callUpstream() {
      return named("callUpstream");
    }

    @Bean
    Processor echo() {
      return named("echo");
    }
  }

  private static final class Start extends DefaultConsumer implements PlatformHttpConsumer {
    private Start(
        PlatformHttpEndpoint endpoint, Processor processor, AtomicReference<Processor> route) {
      super(endpoint, processor);
      route.set(processor);
    }

    @Override
    public PlatformHttpEndpoint getEndpoint() {
      return (PlatformHttpEndpoint) super.getEndpoint();
    }
  }

  @BeforeEach
  void load() {
    if (context.getRoute("gateway") == null) new RouteFiles(Path.of("routes"), types).load(context);
    steps.reached.clear();
    steps.refusing = "";
  }

  private Exchange send() throws Exception {
    Exchange exchange = new DefaultExchange(context);
    steps.route.get().process(exchange);
    return exchange;
  }

  @Test
  void takesEveryCallThroughTheSixStepsInOrder() throws Exception {
    send();

    assertThat(steps.reached)
        .containsExactly(
            "settleAndTrace",
            "readCall",
            "authenticateKey",
            "onCall",
            "resolveModel",
            "filterCredentials",
            "enforceLimits",
            "beforeDispatch",
            "dispatch");
  }

  @Test
  void reachesNoProviderOnceAStepHasRefused() throws Exception {
    steps.refusing = "enforceLimits";

    Exchange exchange = send();

    assertThat(exchange.getException()).isInstanceOf(Refusal.class);
    assertThat(steps.reached).last().isEqualTo("enforceLimits");
  }

  @Test
  void callsAProviderThroughTheRouteOfItsType() {
    context.createProducerTemplate().send("direct:provider-anthropic", exchange -> {});
    context.createProducerTemplate().send("direct:provider-echo", exchange -> {});

    assertThat(steps.reached).containsExactly("callUpstream", "echo");
  }

  @Test
  void registersWhatTheRouteFilesSayOfEachProviderType() {
    ProviderTypes read = new ProviderTypes();
    context.getRoutes().forEach(route -> assertThat(route.getRouteId()).isNotBlank());
    new RouteFiles(Path.of("routes"), read).registerTypes(context);

    assertThat(read.names())
        .containsExactlyInAnyOrder(
            "openai", "anthropic", "gemini", "groq", "openai-compatible", "echo");
    assertThat(read.find("anthropic").map(ProviderType::auth))
        .hasValueSatisfying(
            auth -> {
              assertThat(auth.header()).isEqualTo("x-api-key");
              assertThat(auth.scheme()).isEmpty();
            });
    assertThat(read.find("openai").map(type -> type.auth().scheme())).contains("Bearer ");
  }
}
