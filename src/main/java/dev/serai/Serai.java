package dev.serai;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * The server: gateway port and admin port in one process. Started by {@code serai up}, or by itself
 * where PostgreSQL is given.
 */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class Serai {
  public static void main(String[] args) {
    SpringApplication.run(Serai.class, args);
  }
}
