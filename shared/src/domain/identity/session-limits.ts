/** The longest and shortest times that a policy may give to sessions; without a policy the longest hold. */
export const SESSION_BOUNDS = {
  /** Minutes without a sign of life. NIST SP 800-63B AAL2 asks for at most 30. */
  idleMinutes: { min: 5, max: 30 },
  /** The same for the NOC, whose screens hang on a wall and are watched through a shift. */
  watchIdleMinutes: { min: 5, max: 480 },
  /** Hours from the sign-in, whatever happens in between. NIST SP 800-63B AAL2: at most 12. */
  absoluteHours: { min: 1, max: 12 },
} as const;
