package dev.serai.credentials;

import dev.serai.access.Permission;
import dev.serai.access.Requires;
import dev.serai.admin.InstallationOnly;
import dev.serai.secrets.SecretBox;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What admins do with stored provider secrets; none ever shows one. */
@RestController
@RequestMapping("/api/credentials")
@Tag(name = "Credentials")
class CredentialsApi {
  private final CredentialStore store;
  private final InstallationOnly only;

  CredentialsApi(CredentialStore store, InstallationOnly only) {
    this.store = store;
    this.only = only;
  }

  /**
   * @param renewed how many were sealed under another master key
   */
  record Renewal(int renewed) {}

  @Requires(Permission.GATEWAY_PROVIDERS_MANAGE)
  @Operation(
      summary = "Seal every secret under the current master key",
      description = "Afterwards the older master keys are no longer needed for credentials.")
  @PostMapping(path = "/renew", produces = "application/json")
  Renewal renew() {
    only.check(Permission.GATEWAY_PROVIDERS_MANAGE);
    return new Renewal(store.renew());
  }

  @ExceptionHandler
  ProblemDetail unopenable(SecretBox.Unopenable failure) {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, String.valueOf(failure.getMessage()));
    problem.setProperty("code", "master_key_missing");
    return problem;
  }
}
