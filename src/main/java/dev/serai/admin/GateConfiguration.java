package dev.serai.admin;

import dev.serai.access.AuditTrail;
import dev.serai.access.Requires;
import dev.serai.access.SignedIn;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import java.time.InstantSource;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts {@link PermissionGate} before every endpoint, and what it asks for into the document. */
@Configuration(proxyBeanMethods = false)
class GateConfiguration {
  @Bean
  WebMvcConfigurer permissionGate() {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new PermissionGate());
      }
    };
  }

  @Bean(initMethod = "start", destroyMethod = "stop")
  Denials denials(AuditTrail trail) {
    return new Denials(trail, InstantSource.system());
  }

  @Bean
  BreakGlassUse breakGlassUse(AuditTrail trail) {
    return new BreakGlassUse(trail, InstantSource.system());
  }

  /** {@code x-permission} is the permission, {@code signed-in}, or {@code none}. */
  @Bean
  OperationCustomizer permissionOfEachOperation() {
    return (operation, endpoint) -> {
      Requires requires = endpoint.getMethodAnnotation(Requires.class);
      if (requires != null) operation.addExtension("x-permission", requires.value().text());
      else if (endpoint.hasMethodAnnotation(SignedIn.class))
        operation.addExtension("x-permission", "signed-in");
      else if (endpoint.hasMethodAnnotation(SecurityRequirements.class))
        operation.addExtension("x-permission", "none"); // TokenFilter lists them
      return operation;
    };
  }
}
