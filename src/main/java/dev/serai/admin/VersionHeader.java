package dev.serai.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.json.MappingJackson2HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/**
 * Gives every answer that shows one thing its {@code ETag}: a GET of a path that ends with an id,
 * and what a PATCH or PUT has made of it. Who knows that version already is answered with 304.
 */
@RestControllerAdvice
class VersionHeader implements ResponseBodyAdvice<Object> {
  @Override
  public boolean supports(
      MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converter) {
    return MappingJackson2HttpMessageConverter.class.isAssignableFrom(converter);
  }

  @Override
  public @Nullable Object beforeBodyWrite(
      @Nullable Object body,
      MethodParameter returnType,
      MediaType type,
      Class<? extends HttpMessageConverter<?>> converter,
      ServerHttpRequest request,
      ServerHttpResponse response) {
    if (body == null || body instanceof ProblemDetail || !showsOne(request, response)) return body;
    String version = Etags.of(body);
    response.getHeaders().setETag(version);
    boolean read = request.getMethod().matches("GET");
    if (!read || !Etags.names(known(request), version)) return body;
    response.setStatusCode(HttpStatus.NOT_MODIFIED);
    try {
      response.flush(); // no body will do it
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return null;
  }

  private static @Nullable String known(ServerHttpRequest request) {
    return request.getHeaders().getFirst(HttpHeaders.IF_NONE_MATCH);
  }

  private static boolean showsOne(ServerHttpRequest request, ServerHttpResponse response) {
    if (!(request instanceof ServletServerHttpRequest servlet)
        || !(response instanceof ServletServerHttpResponse answer)
        || answer.getServletResponse().getStatus() != HttpStatus.OK.value()
        || response.getHeaders().getETag() != null) return false;
    Object pattern =
        servlet.getServletRequest().getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    if (pattern == null || !pattern.toString().startsWith("/api/")) return false;
    return switch (request.getMethod().name()) {
      case "GET" -> pattern.toString().endsWith("}");
      case "PATCH", "PUT" -> true;
      default -> false;
    };
  }
}
