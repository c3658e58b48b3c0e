package dev.serai.admin;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What failed outside of Spring MVC is a problem as well, not Boot's own error page. */
@Hidden
@RestController
class ErrorPage implements ErrorController {
  @RequestMapping("/error")
  ProblemDetail error(HttpServletRequest request) {
    Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    HttpStatus status =
        code instanceof Integer number ? HttpStatus.resolve(number) : HttpStatus.NOT_FOUND;
    if (status == null) status = HttpStatus.INTERNAL_SERVER_ERROR;
    return Problem.of(
        status, status.name().toLowerCase(Locale.ROOT), status.getReasonPhrase() + ".");
  }
}
