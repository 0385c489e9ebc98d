import { useEffect, useState } from 'react'

/** @returns the time in ms, brought up to date every half a minute, for ages and due times */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
