package granary.web.account;

/** The setup code is not the one in the server's log, or setup is over. */
public final class WrongSetupCodeException extends RuntimeException {
    WrongSetupCodeException() {
        super("This is not the setup code printed in the server's log");
    }
}
