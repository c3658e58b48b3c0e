package dev.serai.offboarding;

import dev.serai.keycloak.KeycloakUnavailable;
import dev.serai.tenants.User;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Work on users, of whom one who cannot be dealt with does not keep the others from it. */
final class OneByOne {
  private static final Logger log = LoggerFactory.getLogger(OneByOne.class);

  private final Runnable anything;

  /**
   * @param anything asks Keycloak for something that it can always answer
   */
  OneByOne(Runnable anything) {
    this.anything = anything;
  }

  /**
   * @return false when the user was passed over, which is logged: the next sweep finds him
   * @throws KeycloakUnavailable when Keycloak answers nothing else either
   * @throws DataAccessException when the database does not do it
   * @throws TransactionException likewise
   */
  boolean work(User user, Runnable work) {
    try {
      work.run();
      return true;
    } catch (DataAccessException | TransactionException e) {
      throw e;
    } catch (KeycloakUnavailable e) {
      anything.run();
      log.atWarn()
          .addKeyValue("user", user.id())
          .addKeyValue("cause", e.getMessage())
          .log("Keycloak has no answer for a user, who is passed over until the next sweep");
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("user", user.id())
          .setCause(e)
          .log("what Keycloak says of a user could not be applied");
    }
    return false;
  }
}
