package granary.blob.content;

/** Is told when a read finds a xorb's object missing, or bytes of it that are not those that were stored. */
interface DamageListener {
    void damaged(XorbRow xorb, DamagedContentException why);
}
