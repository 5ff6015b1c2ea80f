package granary.web.member;

/** The one time that a token's secret is shown. {@code endpoint} is this server as clients are told of it. */
record CreatedTokenPage(String name, String secret, String scope, String endpoint) {
    public String loginCommand() {
        return "export HF_ENDPOINT=" + endpoint + "\nhf auth login --token " + secret;
    }

    public String environment() {
        return "export HF_ENDPOINT=" + endpoint + "\nexport HF_TOKEN=" + secret;
    }
}
