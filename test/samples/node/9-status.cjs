const request = require('request')

const options = {
  method: 'POST',
  url: 'https://<domain>/<api prefix>/<version>/β€Žsupport/ticket/status/',
  headers: {
    apikey: '<apikey>',
    Authorization: 'Bearer <access token>',
  },
  formData: {
    ticket: '<ticket>',
    status: '<status>',
  },
}

request(options, (error, response) => {
  if (error) throw new Error(error)
  process.stdout.write(response.body)
})
