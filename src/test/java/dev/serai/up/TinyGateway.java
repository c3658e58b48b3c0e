package dev.serai.up;

import com.sun.net.httpserver.HttpServer;
import dev.serai.call.Secret;
import dev.serai.keys.FirstRun;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import picocli.CommandLine;

/** Stands for the server: says that it is ready on the gateway's port, and can fail to start. */
class TinyGateway {
  /** A process of its own, as the launcher starts it. */
  public static void main(String[] args) {
    System.setProperty("spring.main.web-application-type", "none");
    Progress progress = new Progress(System.err, Map.of("NO_COLOR", "1"));
    Launch launch = new Launch(TinyGateway.class, System.out, progress);
    Up up = new Up(launch, progress, System.getenv());
    System.exit(Up.run(new CommandLine(up), progress, args));
  }

  @Bean(destroyMethod = "close")
  AutoCloseable gateway(
      @Value("${serai.gateway.bind}") String bind,
      @Value("${serai.gateway.port}") int port,
      @Value("${serai.config:}") String config,
      FirstRun.Listener listener)
      throws Exception {
    listener.onFirstRun(
        new FirstRun("acme", "default", Secret.of("vk-first-key"), Secret.of("first-admin-token")));
    if (!config.isEmpty() && Files.readString(Path.of(config)).contains("wrong")) {
      throw new IllegalStateException(config + ":1: unknown key \"wrong\"");
    }
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName(bind), port), 0);
    server.createContext(
        "/readyz",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    return () -> server.stop(0);
  }
}
