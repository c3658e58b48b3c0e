package dev.serai.admin;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the document says of the API as a whole; the rest is read from the endpoints. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {
  @Bean
  OpenAPI openApi() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Serai admin API")
                .version("1")
                .description(
                    "Errors are RFC 9457 problems: code for programs, detail for people,"
                        + " errors[] names the fields and what was expected of them."))
        .servers(List.of(new Server().url("/")))
        .components(
            new Components()
                .addSecuritySchemes(
                    "admin-token",
                    new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer")))
        .addSecurityItem(new SecurityRequirement().addList("admin-token"));
  }

  /** Every operation may answer with a problem. */
  @Bean
  OpenApiCustomizer problemsEverywhere() {
    ApiResponse problem =
        new ApiResponse()
            .description("A problem")
            .content(
                new Content()
                    .addMediaType(
                        "application/problem+json",
                        new MediaType()
                            .schema(new Schema<>().$ref("#/components/schemas/Problem"))));
    return document -> {
      document.getComponents().addSchemas("Problem", problem());
      document.getPaths().values().stream()
          .map(PathItem::readOperations)
          .flatMap(List::stream)
          .forEach(operation -> operation.getResponses().setDefault(problem));
    };
  }

  private static Schema<?> problem() {
    Schema<?> field =
        of("object").addProperty("field", of("string")).addProperty("expected", of("string"));
    return of("object")
        .addProperty("type", of("string"))
        .addProperty("title", of("string"))
        .addProperty("status", of("integer"))
        .addProperty("detail", of("string"))
        .addProperty("instance", of("string"))
        .addProperty("code", of("string"))
        .addProperty("errors", of("array").items(field));
  }

  private static Schema<?> of(String type) {
    Schema<?> schema = new Schema<>(SpecVersion.V31);
    schema.addType(type);
    return schema;
  }
}
